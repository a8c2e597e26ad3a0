// Cluster

export type { FutureOr, FuturesOr } from "./client/call.js";
export { Future, type FutureStatus, type ValuesOf } from "./client/future.js";
export { asCompleted, type WaitOptions, type WaitResult, wait } from "./client/wait.js";
export { Client, type ClientOptions, getClient } from "./client.js";
export type { ClusterInfo, TaskState, WorkerInfo } from "./engine/engine.js";
export { LocalCluster, type LocalClusterOptions } from "./engine/local/local-cluster.js";
export {
  CancelledError,
  ColumnError,
  CSVParseError,
  MemoryLimitError,
  OptionError,
  WorkerLostError,
} from "./errors.js";

// Collections

export { dfd, type Frame, type FrameSeries } from "./danfo/danfo.js";
export { DataFrame } from "./frame/data-frame.js";
export { type FromRecordsOptions, fromRecords } from "./frame/from-records.js";
export type { FrameInput, SeriesInput } from "./frame/input.js";
export { readCSV } from "./frame/read-csv.js";
export { Series } from "./frame/series.js";
export type { ReadCSVOptions } from "./io/csv/read-csv-options.js";
export type { DType } from "./partition/partition.js";

// Learning

export type { MLRandomForest } from "./forest/ml-random-forest.js";
export { RandomForestClassifier } from "./forest/random-forest-classifier.js";
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
export { type EvaluateParts, Evaluation, evaluate, type Importance } from "./metrics/evaluate.js";

// Notebook

export { display } from "./notebook/display.js";
export { type DisplayOptions, setDisplayOptions } from "./notebook/display-options.js";
export { register, unregister } from "./notebook/kernel.js";

import "./notebook/register.js";
