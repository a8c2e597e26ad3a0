/** Fitting a regressor as a graph of tasks; see `../fit/fit-forest.ts` for that of a classifier. */
import { watchErrors } from "../fit/early-errors.js";
import { growForest } from "../fit/grow-forest.js";
import { predictOutOfBag } from "../fit/predict-out-of-bag.js";
import { type Fit, type FitRequest, type Prepared, prepareFit, requireColumns } from "../fit/prepare-fit.js";
import { warnOfUncovered } from "../fit/uncovered-rows-warning.js";
import { type RandomForestRegressorOptions, regressionParams } from "../forest-options.js";
import { joinOutOfBagValues, type OutOfBagValues } from "./out-of-bag-values.js";
import type { RegressionForest, RegressionParams, RegressionTree } from "./regression-forest.js";
import { requireTargets, type TargetSummary } from "./targets.js";

const reads = { sample: "regression.sample", join: "regression.targets", joinLabel: "look at the target" } as const;

/** Grows a forest on the current engine. Reads the data twice, or three times if its rows are not counted yet. */
export async function fitRegression(
  request: FitRequest<RegressionForest>,
  options: RandomForestRegressorOptions,
): Promise<Fit<RegressionForest, OutOfBagValues>> {
  const { owner, X, y, known } = request;
  const prepared = await prepareFit(request, options, reads, (rows, features) =>
    regressionParams(owner, options, rows, features),
  );
  const { params } = prepared;
  requireTargets(prepared.found as TargetSummary, y.name, params.criterion === "poisson");
  if (known !== undefined) requireColumns(owner, known.forest, X);
  const { criterion } = params;
  const watches = options.oobScore && known === undefined && !params.exact;
  const { bins, trees, outOfBag } = await growForest<RegressionTree, RegressionParams, OutOfBagValues>(
    prepared,
    options,
    known?.forest,
    {
      bin: "regression.bin",
      binArgs: [],
      assemble: "regression.assemble",
      assembleArgs: [],
      grow: "regression.grow",
      watch: watches ? watchErrors(prepared, "regression.errors") : undefined,
      measure: "RMSE",
    },
    (matrix, grown) => findOutOfBag(prepared, matrix, { ...grown, criterion }),
  );
  return { forest: { bins, criterion, trees }, seed: params.seed, outOfBag };
}

/** Predicts the rows of a matrix out of the bag; warns of rows that no tree left out. */
async function findOutOfBag(
  prepared: Prepared<RegressionParams>,
  matrix: string,
  forest: RegressionForest,
): Promise<OutOfBagValues> {
  const names = { leftOut: "regression.leftOut", predict: "regression.outOfBag" } as const;
  const { rows } = prepared;
  const found = joinOutOfBagValues(await predictOutOfBag(prepared, matrix, forest, names));
  warnOfUncovered(rows - (found.covered.at(-1) as number), rows);
  return found;
}
