/** Fitting as a graph of tasks: sample, bins, codes, one matrix, one task a tree. The pure work is in the other files. */
import { currentEngine } from "../engine/current-engine.js";
import type { Engine, Task, TaskArg, TaskName, Value } from "../engine/engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import type { DataFrame } from "../frame/data-frame.js";
import { firstRows, partitionLengths } from "../frame/lengths.js";
import { type Plan, selectColumns, zipPlans } from "../frame/plan.js";
import { type PartitionTasks, partitionTasks } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import type { Label } from "../metrics/labels.js";
import type { GrowParams } from "./binned-matrix.js";
import type { FeatureBins } from "./bins.js";
import { MOST_FEATURES } from "./compact-tree.js";
import { decodeBins, encodeBins } from "./encode-bins.js";
import type { Forest } from "./forest.js";
import { growParams, type RandomForestOptions } from "./forest-options.js";
import { classesOf, type LabelSet } from "./labels.js";
import { forestOfMLTrees } from "./ml-random-forest.js";
import { decodeValueMatrix, encodingsOf } from "./ml-trainer.js";
import type { MLTree } from "./ml-tree.js";
import { warnIfSlow } from "./slow-training-warning.js";
import { decodeTree } from "./tree.js";

const DEFAULT_BINS = 255;
/** For the trainer that does not bin: its categories only are used. */
const MOST_BINS = 65_536;
/** Tasks that make bins; each takes its share of the columns. */
const BIN_TASKS = 16;

/** What a fit has learned about the data before it grows trees. */
interface Prepared {
  readonly engine: Engine;
  /** The features, and then the target. */
  readonly plan: Plan;
  readonly target: string;
  readonly bins: readonly FeatureBins[];
  readonly classes: readonly Label[];
  readonly params: GrowParams;
  readonly trees: number;
}

/**
 * Grows a forest on the current engine. Reads the data twice, or three times if its rows are not counted yet.
 *
 * @param y - has its rows in the partitions of X.
 */
export async function fitForest(owner: string, X: DataFrame, y: Series, options: RandomForestOptions): Promise<Forest> {
  const prepared = await prepare(owner, X, y, options);
  return options.splitter === "ml-random-forest" ? fitByLibrary(prepared) : fitOnBins(prepared);
}

async function prepare(owner: string, X: DataFrame, y: Series, options: RandomForestOptions): Promise<Prepared> {
  if (X.columns.length === 0) throw new RangeError(`${owner}: cannot fit, as X has no columns.`);
  if (X.columns.length > MOST_FEATURES) {
    throw new RangeError(
      `${owner}: cannot fit, as X has ${X.columns.length} columns; at most ${MOST_FEATURES} are possible.`,
    );
  }
  const engine = currentEngine();
  const lengths = await partitionLengths(X.plan);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const params = growParams(owner, options, rows, X.columns.length);
  const byLibrary = options.splitter === "ml-random-forest";
  if (byLibrary) warnIfSlow(params.draws ?? rows, X.columns.length, options.nEstimators ?? 100);
  const first = firstRows(lengths);
  const plan = zipPlans(X.plan, selectColumns(y.plan, [y.name], "fit", [freeName(X.columns)]));
  const samples = await partitionTasks(engine, plan, "forest.sample", {
    args: (index) => [first[index], rows, y.name],
    label: "sample rows",
  });
  const refs = samples.tasks.map(({ key }) => ({ ref: key }));
  const labels = task("forest.labels", "find classes", [y.name, ...refs]);
  const share = Math.ceil(X.columns.length / BIN_TASKS);
  const maxBins = byLibrary ? MOST_BINS : (options.maxBins ?? DEFAULT_BINS);
  const bins: Task[] = [];
  for (let from = 0; from < X.columns.length; from += share) {
    const names = X.columns.slice(from, from + share);
    bins.push(task("forest.bins", `make bins, columns from ${from + 1} on`, [names, from, maxBins, ...refs]));
  }
  const [found, ...parts] = await runTasks<Value>(engine, [labels, ...bins], { inputs: allTasks(samples) });
  return {
    engine,
    plan,
    target: y.name,
    bins: (parts as Uint8Array[]).flatMap(decodeBins),
    classes: classesOf(found as LabelSet, y.name),
    params,
    trees: options.nEstimators ?? 100,
  };
}

async function fitOnBins({ engine, plan, target, bins, classes, params, trees }: Prepared): Promise<Forest> {
  const bytes = encodeBins(bins);
  const codes = await partitionTasks(engine, plan, "forest.bin", {
    args: [bytes, classes, target],
    label: "bin",
  });
  const refs = codes.tasks.map(({ key }) => ({ ref: key }));
  const matrix = task("forest.assemble", "assemble codes", [bytes, classes.length, ...refs]);
  const grown = treeTasks("forest.grow", trees, (tree) => [{ ref: matrix.key }, params, tree]);
  const values = await runTasks<Uint8Array>(engine, grown, { inputs: [...allTasks(codes), matrix], title: "trees" });
  const { criterion } = params;
  return { bins, classes, criterion, voting: "soft", trees: values.map(decodeTree) };
}

async function fitByLibrary({ engine, plan, target, bins, classes, params, trees }: Prepared): Promise<Forest> {
  const bytes = encodeBins(bins);
  const values = await partitionTasks(engine, plan, "forest.values", {
    args: [bytes, classes, target],
    label: "read values",
  });
  const refs = values.tasks.map(({ key }) => ({ ref: key }));
  const matrix = task("forest.assembleValues", "assemble values", [bytes, ...refs]);
  const [assembled] = await runTasks<Uint8Array>(engine, [matrix], { inputs: allTasks(values) });
  const grown = treeTasks("forest.growML", trees, (tree) => [assembled, params, tree]);
  const found = await runTasks<MLTree>(engine, grown, { title: "trees" });
  return forestOfMLTrees(found, bins, encodingsOf(decodeValueMatrix(assembled), bins), classes, "counts");
}

function treeTasks(name: TaskName, trees: number, args: (tree: number) => readonly TaskArg[]): Task[] {
  return Array.from({ length: trees }, (_, tree) => task(name, `tree ${tree + 1} of ${trees}`, args(tree)));
}

function task(name: TaskName, label: string, args: readonly TaskArg[]): Task {
  return { key: newKey(name), name, args, label };
}

function allTasks({ inputs, tasks }: PartitionTasks): Task[] {
  return [...inputs, ...tasks];
}

/** A name for the target's column that no feature has. */
function freeName(names: readonly string[]): string {
  let name = "target";
  while (names.includes(name)) name += "_";
  return name;
}
