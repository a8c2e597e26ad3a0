/** The trees of a forest as tasks: rows as codes, one matrix of them, a task for each tree or for several small ones. */
import type { TaskArg, TaskName } from "../../engine/engine.js";
import type { ErrorMeasure } from "../../engine/follow-tasks.js";
import { runTasks } from "../../engine/run-tasks.js";
import { partitionTasks } from "../../frame/run-partitions.js";
import type { FeatureBins } from "../bins/bins.js";
import { encodeBins } from "../bins/encode-bins.js";
import type { AnyForest } from "../forest.js";
import type { SharedForestOptions } from "../forest-options.js";
import type { SharedParams } from "../grow/binned-matrix.js";
import { finishExact } from "../grow/exact-splits.js";
import { decodeTrees } from "../narrow-tree.js";
import type { TreeNodes } from "../tree.js";
import type { ShowErrors, Watch } from "./early-errors.js";
import { allTasks, DEFAULT_TREES, task, treesOfTask, treeTasks } from "./fit-tasks.js";
import type { Prepared } from "./prepare-fit.js";

/** Which tasks grow a kind of forest, and what they take besides bins, codes and parameters. */
export interface GrowTasks {
  readonly bin: TaskName;
  readonly binArgs: readonly TaskArg[];
  readonly assemble: TaskName;
  readonly assembleArgs: readonly TaskArg[];
  readonly grow: TaskName;
  /** Has errors shown, and by which measure, if they are to be. */
  readonly watch?: Watch;
  readonly measure: ErrorMeasure;
}

/** What grew. */
export interface Grown<T extends TreeNodes> {
  readonly bins: readonly FeatureBins[];
  readonly trees: readonly T[];
}

/**
 * Grows trees, after those of a known forest.
 *
 * @param predictOutOfBag - called, if `oobScore` asks for it, while the matrix is there: with its key, and the trees on
 * the codes they were grown on.
 */
export async function growForest<T extends TreeNodes, P extends SharedParams, Out>(
  { engine, plan, rows, bins, params }: Prepared<P>,
  options: SharedForestOptions,
  known: (AnyForest & Grown<T>) | undefined,
  tasks: GrowTasks,
  predictOutOfBag: (matrix: string, grown: Grown<T>) => Promise<Out>,
): Promise<Grown<T> & { readonly outOfBag?: Out }> {
  const bytes = encodeBins(bins);
  const codes = await partitionTasks(engine, plan, tasks.bin, { args: [bytes, ...tasks.binArgs], label: "bin" });
  const refs = codes.tasks.map(({ key }) => ({ ref: key }));
  const matrix = task(tasks.assemble, "assemble codes", [bytes, ...tasks.assembleArgs, ...refs]);
  const inputs = [...allTasks(codes), matrix];
  engine.submit(inputs);
  engine.release(allTasks(codes).map(({ key }) => key));
  try {
    const first = known?.trees.length ?? 0;
    const trees = (options.nEstimators ?? DEFAULT_TREES) - first;
    const each = treesOfTask(trees, rows, params.maxFeatures, Math.max(1, engine.info().workers.length));
    const grown = treeTasks(tasks.grow, options, first, each, (from, to) => [{ ref: matrix.key }, params, from, to]);
    const { watch, measure } = tasks;
    const findErrors = watch && ((show: ShowErrors): (() => void) => watch(matrix.key, grown, each, show));
    const counts = grown.map((_, i) => Math.min(each, trees - i * each));
    const values = await runTasks<Uint8Array>(engine, grown, { title: "trees", counts, rows, measure, findErrors });
    const added = values.flatMap((value) => decodeTrees<T>(value));
    const exact = params.exact ? finishExact(bins, added, known) : undefined;
    const onCodes = { bins, trees: exact?.treesOnCodes ?? [...(known?.trees ?? []), ...added] };
    const outOfBag = options.oobScore ? await predictOutOfBag(matrix.key, onCodes) : undefined;
    return { bins: exact?.bins ?? bins, trees: exact?.trees ?? onCodes.trees, outOfBag };
  } catch (error) {
    await engine.cancel(inputs.map(({ key }) => key));
    throw error;
  } finally {
    engine.release([matrix.key]);
  }
}
