/** What a fit learns about the data before it grows trees: how many rows there are, what the target holds, and bins. */
import { currentEngine } from "../../engine/current-engine.js";
import type { Engine, Task, TaskArg, TaskName, Value } from "../../engine/engine.js";
import { runTasks } from "../../engine/run-tasks.js";
import type { DataFrame } from "../../frame/data-frame.js";
import { firstRows, partitionLengths } from "../../frame/lengths.js";
import { columnNames, type Plan, planParts, selectColumns, zipPlans } from "../../frame/plan.js";
import { partitionTasks } from "../../frame/run-partitions.js";
import type { Series } from "../../frame/series.js";
import { type FeatureBins, MOST_CODES } from "../bins/bins.js";
import { decodeBins } from "../bins/encode-bins.js";
import { SAMPLE_ROWS } from "../bins/sample-column.js";
import type { AnyForest } from "../forest.js";
import type { SharedForestOptions } from "../forest-options.js";
import type { SharedParams } from "../grow/binned-matrix.js";
import { MOST_FEATURES } from "../predict/compact-tree.js";
import { allTasks, task } from "./fit-tasks.js";

const DEFAULT_BINS = 255;
/** The most tasks that make bins; each takes its share of the columns. */
const BIN_TASKS = 16;
/** The values that one of them takes, if there are no more tasks then. */
const BIN_VALUES = 32_768;

/** Bytes of numbers that are sampled at a time from what is in memory, if that gives each worker a column. */
const SAMPLED_BYTES = 2 ** 23;
/** Parts of a plan that only choose from what is in memory. */
const HELD: ReadonlySet<Plan["op"]> = new Set(["memory", "stored", "select", "zip", "filter"]);

/** What is to be fitted. */
export interface FitRequest<F extends AnyForest = AnyForest> {
  /** The estimator's name, for errors. */
  readonly owner: string;
  readonly X: DataFrame;
  /** Has its rows in the partitions of X, as the weights have. */
  readonly y: Series;
  readonly sampleWeight?: Series;
  /** A forest to add trees to. */
  readonly known?: Fit<F, unknown>;
}

/** What a fit makes. */
export interface Fit<F extends AnyForest, Out> {
  readonly forest: F;
  /** What all its random choices hang on. */
  readonly seed: number;
  /** The out-of-bag predictions, if they were asked for. */
  readonly outOfBag?: Out;
}

/** How the target of a kind of forest is read. */
export interface TargetTasks {
  /** A task that samples a partition, and one that joins what the samples tell of the target. */
  readonly sample: TaskName;
  readonly join: TaskName;
  /** What the latter finds, for the list of tasks. */
  readonly joinLabel: string;
}

/** What a fit has learned about the data before it grows trees. */
export interface Prepared<P extends SharedParams> {
  readonly engine: Engine;
  /** The features, the target and, if there are any, the weights. */
  readonly plan: Plan;
  readonly target: string;
  readonly rows: number;
  readonly bins: readonly FeatureBins[];
  /** What the target holds. */
  readonly found: Value;
  readonly params: P;
}

/**
 * Counts rows, reads the target and makes bins.
 *
 * @param paramsOf - what trees are grown with, for so many rows and features.
 */
export async function prepareFit<P extends SharedParams>(
  { owner, X, y, sampleWeight, known }: FitRequest,
  options: SharedForestOptions,
  reads: TargetTasks,
  paramsOf: (rows: number, features: number) => P,
): Promise<Prepared<P>> {
  const features = X.columns.length;
  if (features === 0) throw new RangeError(`${owner}: cannot fit, as X has no columns.`);
  if (features > MOST_FEATURES) {
    throw new RangeError(`${owner}: cannot fit, as X has ${features} columns; at most ${MOST_FEATURES} are possible.`);
  }
  const engine = currentEngine();
  const lengths = await partitionLengths(X.plan);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const params = { ...paramsOf(rows, features), ...(known === undefined ? {} : { seed: known.seed }) };
  const plan = planOf(X, y, sampleWeight);
  const first = firstRows(lengths);
  const makesBins = known === undefined || params.exact;
  const found: Value[] = [];
  const made: FeatureBins[] = [];
  for (const names of makesBins ? samplesAtOnce(X.columns, plan, rows, engine.info().workers.length) : [X.columns]) {
    const samples = await partitionTasks(engine, plan, reads.sample, {
      args: (index) => [names.length, first[index], rows, y.name, params.exact],
      columns: [...names, columnNames(plan)[features]],
      label: "sample rows",
    });
    const refs = samples.tasks.map(({ key }) => ({ ref: key }));
    const tasks = found.length === 0 ? [task(reads.join, reads.joinLabel, [y.name, ...refs])] : [];
    if (makesBins) tasks.push(...binTasks(names, made.length, rows, maxBinsOf(options), refs));
    const values = await runTasks<Value>(engine, tasks, { inputs: allTasks(samples) });
    if (found.length === 0) found.push(values.shift() as Value);
    made.push(...(values as Uint8Array[]).flatMap(decodeBins));
  }
  return {
    engine,
    plan,
    target: y.name,
    rows,
    bins: binsToGrowOn(made, known?.forest),
    found: found[0],
    params,
  };
}

/**
 * The columns, as many at a time as are sampled at once: few where that spares memory and costs no second look at a file
 * and no second call of a function.
 */
function samplesAtOnce(columns: readonly string[], plan: Plan, rows: number, workers: number): (readonly string[])[] {
  const inMemory = planParts(plan).every(({ op }) => HELD.has(op));
  const few = Math.max(workers, Math.ceil(SAMPLED_BYTES / (8 * Math.min(rows, SAMPLE_ROWS))));
  const each = inMemory ? few : columns.length;
  const groups: (readonly string[])[] = [];
  for (let from = 0; from < columns.length; from += each) groups.push(columns.slice(from, from + each));
  return groups;
}

/** Tasks that make the bins of columns, of which `before` come before them. */
function binTasks(
  columns: readonly string[],
  before: number,
  rows: number,
  maxBins: number | null,
  samples: readonly TaskArg[],
): Task[] {
  const share = Math.max(Math.ceil(columns.length / BIN_TASKS), Math.ceil(BIN_VALUES / Math.max(1, rows)));
  const tasks: Task[] = [];
  for (let from = 0; from < columns.length; from += share) {
    const names = columns.slice(from, from + share);
    const label = `make bins, columns from ${before + from + 1} on`;
    tasks.push(task("forest.bins", label, [names, from, maxBins, ...samples]));
  }
  return tasks;
}

function maxBinsOf({ splitter, maxBins }: SharedForestOptions): number | null {
  if (splitter === "exact") return null;
  // Of the bins for the trainer that does not bin, categories only are used.
  return splitter === "ml-random-forest" ? MOST_CODES : (maxBins ?? DEFAULT_BINS);
}

/** The bins that were made, if any; where trees are added to a forest, its columns stay of the kind they are. */
function binsToGrowOn(made: readonly FeatureBins[], known: AnyForest | undefined): readonly FeatureBins[] {
  if (known === undefined) return made;
  return known.bins.map((before, f) => {
    const now = made[f];
    if (before.kind === "category" || now?.kind !== "numeric") return before;
    return { ...now, sawMissing: before.sawMissing || now.sawMissing };
  });
}

/** The columns of X, then y and the weights under names of their own. */
function planOf(X: DataFrame, y: Series, sampleWeight: Series | undefined): Plan {
  const target = freeName(X.columns, "target");
  const plan = zipPlans(X.plan, selectColumns(y.plan, [y.name], "fit", [target]));
  if (sampleWeight === undefined) return plan;
  const weight = freeName([...X.columns, target], "weight");
  return zipPlans(plan, selectColumns(sampleWeight.plan, [sampleWeight.name], "fit", [weight]));
}

/** Refuses columns other than those that a forest, to which trees are to be added, was fitted on. */
export function requireColumns(owner: string, { bins }: AnyForest, X: DataFrame): void {
  const names = bins.map(({ name }) => name);
  if (names.length === X.columns.length && names.every((name, f) => name === X.columns[f])) return;
  throw new RangeError(
    `${owner}: with warmStart, X must have the columns of the first fit, in their order: ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}.`,
  );
}

/** A name that is not among these. */
function freeName(names: readonly string[], wanted: string): string {
  let name = wanted;
  while (names.includes(name)) name += "_";
  return name;
}
