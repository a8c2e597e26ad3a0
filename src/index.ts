// Cluster

export type { FutureOr, FuturesOr, Returned } from "./client/call.js";
export { Future, type FutureStatus, type ValuesOf } from "./client/future.js";
export { progress } from "./client/progress.js";
export { asCompleted, type WaitOptions, type WaitResult, wait } from "./client/wait.js";
export { Client, type ClientOptions, getClient } from "./client.js";
export type { ClusterInfo, TaskState, WorkerInfo } from "./engine/engine.js";
export { LocalCluster, type LocalClusterOptions } from "./engine/local/local-cluster.js";
export { UserFunctionError } from "./engine/user-function/user-function-error.js";
export {
  CancelledError,
  ColumnError,
  CSVParseError,
  JSONParseError,
  MemoryLimitError,
  OptionError,
  ReadError,
  WorkerLostError,
} from "./errors.js";

// Collections

export { dfd, type Frame, type FrameSeries } from "./danfo/danfo.js";
export type {
  DropDuplicatesOptions,
  DropNaOptions,
  SampleOptions,
} from "./frame/collection.js";
export { concat } from "./frame/concat.js";
export { DataFrame, type IlocOptions } from "./frame/data-frame.js";
export { DatetimeMethods } from "./frame/datetime-methods.js";
export type { Scalar } from "./frame/expression/expression.js";
export type { FillValue, ReplaceOptions } from "./frame/fill-values.js";
export type { AxisOptions } from "./frame/frame-statistics.js";
export { fromArrow, fromDanfo } from "./frame/from-arrow.js";
export { type FromRecordsOptions, fromRecords } from "./frame/from-records.js";
export type { GetDummiesOptions } from "./frame/get-dummies.js";
export { type AggregationTable, GroupBy, type GroupByOptions } from "./frame/group-by.js";
export type { AggregationName } from "./frame/groups/aggregation.js";
export type { Places } from "./frame/iloc.js";
export type { FrameInput, SeriesInput } from "./frame/input.js";
export type { Mapping } from "./frame/map-values.js";
export type { MergeOptions } from "./frame/merge.js";
export type { RankOptions } from "./frame/rank.js";
export { readCSV } from "./frame/read-csv.js";
export { readJSON } from "./frame/read-json.js";
export { readParquet } from "./frame/read-parquet.js";
export type { RepartitionOptions } from "./frame/repartition.js";
export { type Operand, Series } from "./frame/series.js";
export type { SortOptions } from "./frame/sort-values.js";
export { type PatternOptions, TextMethods } from "./frame/text-methods.js";
export type { ApplyOptions, RowFunction, ValueFunction } from "./frame/user/apply-plan.js";
export type { Row } from "./frame/user/call-user.js";
export type { DTypes, GroupFunction, PartitionFunction } from "./frame/user/user-plan.js";
export type { ToCSVOptions, ToJSONOptions, ToParquetOptions } from "./frame/write-frame.js";
export type { ReadCSVOptions } from "./io/csv/read-csv-options.js";
export type { ReadJSONOptions } from "./io/json/read-json-options.js";
export type { ReadParquetOptions } from "./io/parquet/open-parquet.js";
export type { Cell, DType } from "./partition/partition.js";

// Learning

export type { RandomForestOptions, RandomForestRegressorOptions } from "./forest/forest-options.js";
export type { MLRandomForest } from "./forest/ml-random-forest/ml-random-forest.js";
export { RandomForestClassifier } from "./forest/random-forest-classifier.js";
export { RandomForestRegressor } from "./forest/random-forest-regressor.js";
export type { Fold } from "./model-selection/chosen-rows.js";
export { type CrossValScoreOptions, crossValScore } from "./model-selection/cross-val-score.js";
export type { Estimator } from "./model-selection/estimator.js";
export type { FoldOptions, SplitOptions, Splitter } from "./model-selection/folds.js";
export { GridSearchCV } from "./model-selection/grid-search-cv.js";
export { GroupKFold } from "./model-selection/group-k-fold.js";
export { KFold } from "./model-selection/k-fold.js";
export type { ParameterGrid, Parameters } from "./model-selection/parameter-grid.js";
export type { ParameterDistributions, ParameterRange } from "./model-selection/parameter-sampler.js";
export {
  type PermutationImportanceOptions,
  type PermutationImportances,
  permutationImportance,
} from "./model-selection/permutation-importance.js";
export { RandomizedSearchCV, type RandomizedSearchOptions } from "./model-selection/randomized-search-cv.js";
export type { Scorer, ScoringName } from "./model-selection/scorers.js";
export { type FoldScore, Scores } from "./model-selection/scores.js";
export type { SearchOptions, SearchResult } from "./model-selection/search.js";
export { StratifiedKFold } from "./model-selection/stratified-k-fold.js";
export { TimeSeriesSplit, type TimeSeriesSplitOptions } from "./model-selection/time-series-split.js";
export { type TrainTestSplitOptions, trainTestSplit } from "./model-selection/train-test-split.js";

// Metrics

export {
  accuracyScore,
  balancedAccuracyScore,
  cohenKappaScore,
  f1Score,
  fbetaScore,
  matthewsCorrcoef,
  precisionRecallFscoreSupport,
  precisionScore,
  recallScore,
} from "./metrics/classification.js";
export { ClassificationReport, classificationReport, type ReportOptions } from "./metrics/classification-report.js";
export { ConfusionMatrix, confusionMatrix } from "./metrics/confusion-matrix.js";
export { type EvaluateParts, Evaluation, evaluate } from "./metrics/evaluate.js";
export { type Importance, Importances } from "./metrics/importances.js";
export {
  type BrierScoreOptions,
  brierScoreLoss,
  type CalibrationOptions,
  calibrationCurve,
  type LogLossOptions,
  logLoss,
} from "./metrics/probability.js";
export {
  type AveragePrecisionOptions,
  averagePrecisionScore,
  type CurveOptions,
  precisionRecallCurve,
  type RocAucOptions,
  rocAucScore,
  rocCurve,
} from "./metrics/ranking.js";
export {
  CalibrationCurve,
  CalibrationCurves,
  PrecisionRecallCurve,
  PrecisionRecallCurves,
  RocCurve,
  RocCurves,
} from "./metrics/ranking-curves.js";
export {
  explainedVarianceScore,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogError,
  medianAbsoluteError,
  type RegressionMetricOptions,
  r2Score,
  rootMeanSquaredError,
  rootMeanSquaredLogError,
} from "./metrics/regression.js";
export { Predictions, RegressionEvaluation, Residuals } from "./metrics/regression-evaluation.js";
export { type TopKAccuracyOptions, topKAccuracyScore } from "./metrics/top-k-accuracy-score.js";

// Notebook

export { display } from "./notebook/display.js";
export { type DisplayOptions, setDisplayOptions } from "./notebook/display-options.js";
export { register, unregister } from "./notebook/kernel.js";

import "./notebook/register.js";
