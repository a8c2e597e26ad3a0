/**
 * The notebook room: how what a user ends a cell with is shown. This file says which view each class has. `kernel.ts`
 * talks to the notebook's kernel; `views/` holds one small file a view, each a function from plain data to an output;
 * views are described in `parts.ts` and `table.ts`, which write them as HTML, LaTeX and text.
 */

import { Future } from "../client/future.js";
import { setPerformancePage } from "../client/performance-report.js";
import { Client } from "../client.js";
import { whenDanfoLoads } from "../danfo/danfo.js";
import { setEngineWatcher } from "../engine/current-engine.js";
import { setFollower } from "../engine/follow-tasks.js";
import { LocalCluster } from "../engine/local/local-cluster.js";
import { setCellNumber } from "../engine/user-function/origin.js";
import { UserFunctionError } from "../engine/user-function/user-function-error.js";
import * as errors from "../errors.js";
import { DecisionTree } from "../forest/decision-tree.js";
import { RandomForestClassifier } from "../forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../forest/random-forest-regressor.js";
import { DataFrame } from "../frame/data-frame.js";
import { GroupBy } from "../frame/group-by.js";
import { Series } from "../frame/series.js";
import { ClassificationReport } from "../metrics/classification-report.js";
import { ConfusionMatrix } from "../metrics/confusion-matrix.js";
import { Evaluation } from "../metrics/evaluate.js";
import { Importances } from "../metrics/importances.js";
import {
  CalibrationCurve,
  CalibrationCurves,
  PrecisionRecallCurve,
  PrecisionRecallCurves,
  RocCurve,
  RocCurves,
} from "../metrics/ranking-curves.js";
import { Predictions, RegressionEvaluation, Residuals } from "../metrics/regression-evaluation.js";
import { Scores } from "../model-selection/scores.js";
import { Search } from "../model-selection/search.js";
import { cancelOnInterrupt } from "./interrupt.js";
import { cellNumber, countCells, register } from "./kernel.js";
import { followTasks } from "./progress.js";
import { registerErrorView } from "./register-error-view.js";
import { registerView } from "./register-view.js";
import { clientView } from "./views/client.js";
import { confusionView } from "./views/confusion.js";
import { calibrationView, precisionRecallView, rocView } from "./views/curves.js";
import { danfoFrameView, danfoSeriesView } from "./views/danfo.js";
import { evaluationView } from "./views/evaluation.js";
import { frameView, seriesView } from "./views/frame.js";
import { futureView } from "./views/future.js";
import { groupByView } from "./views/group-by.js";
import { importancesView } from "./views/importances.js";
import { forestState, modelView } from "./views/model.js";
import { predictionsView, regressionView, residualsView } from "./views/regression.js";
import { reportView } from "./views/report.js";
import { scoresView, searchView } from "./views/search.js";
import { treeView } from "./views/tree.js";

registerView(Client, (client) => clientView("Client", client.info()));
registerView(LocalCluster, (cluster) => clientView("LocalCluster", cluster.info()));
registerView(Future, futureView, ({ status }) => `Future: ${status}`);
registerView(DataFrame, frameView);
registerView(Series, seriesView);
registerView(GroupBy, groupByView);
registerView(RandomForestClassifier, (model) => modelView(forestState(model)));
registerView(RandomForestRegressor, (model) => modelView(forestState(model)));
registerView(DecisionTree, treeView);
registerView(Evaluation, evaluationView);
registerView(RegressionEvaluation, regressionView);
registerView(Predictions, predictionsView);
registerView(Residuals, residualsView);
registerView(ClassificationReport, reportView);
registerView(ConfusionMatrix, confusionView);
registerView(RocCurve, (curve) => rocView([curve]));
registerView(RocCurves, ({ curves }) => rocView(curves));
registerView(PrecisionRecallCurve, (curve) => precisionRecallView([curve]));
registerView(PrecisionRecallCurves, ({ curves }) => precisionRecallView(curves));
registerView(CalibrationCurve, (curve) => calibrationView([curve]));
registerView(CalibrationCurves, ({ curves }) => calibrationView(curves));
registerView(Scores, scoresView);
registerView(Search, (search) =>
  searchView({ name: search.constructor.name, found: search.isFitted ? search : undefined }),
);
registerView(Importances, ({ features }) => importancesView(features));
for (const error of [...Object.values(errors), UserFunctionError]) registerErrorView(error);
whenDanfoLoads((danfo) => {
  registerView(danfo.DataFrame, danfoFrameView);
  registerView(danfo.Series, danfoSeriesView);
});
setFollower(followTasks);
// Loaded when the first report is written.
setPerformancePage((record) => loadPage().performancePage(record));
setEngineWatcher(cancelOnInterrupt);
countCells();
setCellNumber(cellNumber);
register();

function loadPage(): typeof import("./performance/page.js") {
  return require("./performance/page.js");
}
