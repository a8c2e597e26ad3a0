/** Fitting a classifier as a graph of tasks: sample, bins, codes, one matrix, trees. The pure work is in the other files. */
import { runTasks } from "../../engine/run-tasks.js";
import { partitionTasks } from "../../frame/run-partitions.js";
import { type Label, showLabel } from "../../metrics/labels.js";
import { encodeBins } from "../bins/encode-bins.js";
import type { Forest } from "../forest.js";
import { classWeightsOf, growParams, type RandomForestOptions } from "../forest-options.js";
import type { GrowParams } from "../grow/binned-matrix.js";
import { forestOfMLTrees } from "../ml-random-forest/ml-random-forest.js";
import { decodeValueMatrix, encodingsOf } from "../ml-random-forest/ml-trainer.js";
import type { MLTree } from "../ml-random-forest/ml-tree.js";
import { warnIfSlow } from "../ml-random-forest/slow-training-warning.js";
import type { Tree } from "../tree.js";
import { watchErrors } from "./early-errors.js";
import { allTasks, DEFAULT_TREES, task, treeTasks } from "./fit-tasks.js";
import { growForest } from "./grow-forest.js";
import { classesOf, type LabelSet } from "./labels.js";
import { joinOutOfBag, type OutOfBag } from "./out-of-bag.js";
import { predictOutOfBag } from "./predict-out-of-bag.js";
import { type Fit, type FitRequest, type Prepared, prepareFit, requireColumns } from "./prepare-fit.js";
import { warnOfUncovered } from "./uncovered-rows-warning.js";

const reads = { sample: "forest.sample", join: "forest.labels", joinLabel: "find classes" } as const;

/** Grows a forest on the current engine. Reads the data twice, or three times if its rows are not counted yet. */
export async function fitForest(
  request: FitRequest<Forest>,
  options: RandomForestOptions,
): Promise<Fit<Forest, OutOfBag>> {
  const { owner, X, y, known } = request;
  const byLibrary = options.splitter === "ml-random-forest";
  const prepared = await prepareFit(request, options, reads, (rows, features) => {
    const params = growParams(owner, options, rows, features);
    if (byLibrary) warnIfSlow(params.draws ?? rows, features, options.nEstimators ?? DEFAULT_TREES);
    return params;
  });
  const found = classesOf(prepared.found as LabelSet, y.name);
  if (known !== undefined) {
    requireColumns(owner, known.forest, X);
    requireClasses(owner, known.forest, found);
  }
  const classes = known?.forest.classes ?? found;
  const { params } = prepared;
  if (byLibrary) return { forest: await fitByLibrary(prepared, classes, options), seed: params.seed };
  const shared = { classes, criterion: params.criterion, voting: "soft" } as const;
  const watches = options.oobScore && known === undefined && !params.exact;
  const { bins, trees, outOfBag } = await growForest<Tree, GrowParams, OutOfBag>(
    prepared,
    options,
    known?.forest,
    {
      bin: "forest.bin",
      binArgs: [classes, y.name],
      assemble: "forest.assemble",
      assembleArgs: [classes.length, classWeightsOf(owner, options, classes)],
      grow: "forest.grow",
      watch: watches ? watchErrors(prepared, "forest.errors", [classes]) : undefined,
      measure: "error",
    },
    (matrix, grown) => findOutOfBag(prepared, matrix, { ...grown, ...shared }),
  );
  return { forest: { bins, ...shared, trees }, seed: params.seed, outOfBag };
}

/** Refuses classes that a forest, to which trees are to be added, does not know. */
function requireClasses(owner: string, { classes }: Forest, found: readonly Label[]): void {
  const added = found.find((label) => !classes.includes(label));
  if (added === undefined) return;
  throw new RangeError(
    `${owner}: with warmStart, y must hold classes of the first fit; ${showLabel(added)} was not among them.`,
  );
}

/** Predicts the rows of a matrix out of the bag; warns of rows that no tree left out. */
async function findOutOfBag(prepared: Prepared<GrowParams>, matrix: string, forest: Forest): Promise<OutOfBag> {
  const found = joinOutOfBag(
    await predictOutOfBag(prepared, matrix, forest, { leftOut: "forest.leftOut", predict: "forest.outOfBag" }),
  );
  const { rows } = prepared;
  warnOfUncovered(rows - (found.covered.at(-1) as number), rows);
  return found;
}

async function fitByLibrary(
  { engine, plan, target, bins, params }: Prepared<GrowParams>,
  classes: readonly Label[],
  options: RandomForestOptions,
): Promise<Forest> {
  const bytes = encodeBins(bins);
  const values = await partitionTasks(engine, plan, "forest.values", {
    args: [bytes, classes, target],
    label: "read values",
  });
  const refs = values.tasks.map(({ key }) => ({ ref: key }));
  const matrix = task("forest.assembleValues", "assemble values", [bytes, ...refs]);
  const [assembled] = await runTasks<Uint8Array>(engine, [matrix], { inputs: allTasks(values) });
  const grown = treeTasks("forest.growML", options, 0, 1, (tree) => [assembled, params, tree]);
  const found = await runTasks<MLTree>(engine, grown, { title: "trees" });
  return forestOfMLTrees(found, bins, encodingsOf(decodeValueMatrix(assembled), bins), classes, "counts");
}
