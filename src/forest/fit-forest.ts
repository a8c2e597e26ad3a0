/** Fitting as a graph of tasks: sample, bins, codes, one matrix, one task a tree. The pure work is in the other files. */
import { currentEngine } from "../engine/current-engine.js";
import type { Engine, Task, TaskArg, TaskName, Value } from "../engine/engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import type { DataFrame } from "../frame/data-frame.js";
import { firstRows, partitionLengths } from "../frame/lengths.js";
import { type Plan, selectColumns, zipPlans } from "../frame/plan.js";
import { type PartitionTasks, partitionTasks } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { type Label, showLabel } from "../metrics/labels.js";
import type { GrowParams } from "./binned-matrix.js";
import { type FeatureBins, MOST_CODES } from "./bins.js";
import { MOST_FEATURES } from "./compact-tree.js";
import { decodeBins, encodeBins } from "./encode-bins.js";
import { finishExact } from "./exact-splits.js";
import { encodeForest, type Forest } from "./forest.js";
import { classWeightsOf, growParams, type RandomForestOptions } from "./forest-options.js";
import { classesOf, type LabelSet } from "./labels.js";
import { forestOfMLTrees } from "./ml-random-forest.js";
import { decodeValueMatrix, encodingsOf } from "./ml-trainer.js";
import type { MLTree } from "./ml-tree.js";
import { joinOutOfBag, type OutOfBag } from "./out-of-bag.js";
import { warnIfSlow } from "./slow-training-warning.js";
import { decodeTree } from "./tree.js";

const DEFAULT_TREES = 100;
const DEFAULT_BINS = 255;
/** Tasks that make bins; each takes its share of the columns. */
const BIN_TASKS = 16;

/** The most rows that one task predicts out of the bag: few enough that no worker is at rest for long while others have the last ones. */
const OUT_OF_BAG_ROWS = 32_768;
/** Trees whose samples one task draws again. */
const SAMPLE_TREES = 8;

/** Shares of the trees after which a forest that grows tells its out-of-bag error. */
const EARLY_SHARES = [0.1, 0.25, 0.5];

/** What is to be fitted. */
export interface FitRequest {
  /** The estimator's name, for errors. */
  readonly owner: string;
  readonly X: DataFrame;
  /** Has its rows in the partitions of X, as the weights have. */
  readonly y: Series;
  readonly sampleWeight?: Series;
  readonly options: RandomForestOptions;
  /** A forest to add trees to. */
  readonly known?: Fit;
}

/** What a fit makes. */
export interface Fit {
  readonly forest: Forest;
  /** What all its random choices hang on. */
  readonly seed: number;
  /** If it was asked for. */
  readonly outOfBag?: OutOfBag;
}

/** What a fit has learned about the data before it grows trees. */
interface Prepared {
  readonly engine: Engine;
  /** The features, the target and, if there are any, the weights. */
  readonly plan: Plan;
  readonly target: string;
  readonly rows: number;
  readonly bins: readonly FeatureBins[];
  readonly classes: readonly Label[];
  readonly params: GrowParams;
}

/** Grows a forest on the current engine. Reads the data twice, or three times if its rows are not counted yet. */
export async function fitForest(request: FitRequest): Promise<Fit> {
  const prepared = await prepare(request);
  if (request.options.splitter !== "ml-random-forest") return fitOnBins(request, prepared);
  return { forest: await fitByLibrary(prepared, request.options), seed: prepared.params.seed };
}

async function prepare({ owner, X, y, sampleWeight, options, known }: FitRequest): Promise<Prepared> {
  const features = X.columns.length;
  if (features === 0) throw new RangeError(`${owner}: cannot fit, as X has no columns.`);
  if (features > MOST_FEATURES) {
    throw new RangeError(`${owner}: cannot fit, as X has ${features} columns; at most ${MOST_FEATURES} are possible.`);
  }
  const engine = currentEngine();
  const lengths = await partitionLengths(X.plan);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const params = {
    ...growParams(owner, options, rows, features),
    ...(known === undefined ? {} : { seed: known.seed }),
  };
  const byLibrary = options.splitter === "ml-random-forest";
  if (byLibrary) warnIfSlow(params.draws ?? rows, features, options.nEstimators ?? DEFAULT_TREES);
  const plan = planOf(X, y, sampleWeight);
  const first = firstRows(lengths);
  const samples = await partitionTasks(engine, plan, "forest.sample", {
    args: (index) => [features, first[index], rows, y.name, params.exact],
    label: "sample rows",
  });
  const refs = samples.tasks.map(({ key }) => ({ ref: key }));
  const labels = task("forest.labels", "find classes", [y.name, ...refs]);
  const share = Math.ceil(features / BIN_TASKS);
  const bins: Task[] = [];
  for (let from = 0; from < features && (known === undefined || params.exact); from += share) {
    const names = X.columns.slice(from, from + share);
    bins.push(
      task("forest.bins", `make bins, columns from ${from + 1} on`, [names, from, maxBinsOf(options), ...refs]),
    );
  }
  const [found, ...parts] = await runTasks<Value>(engine, [labels, ...bins], { inputs: allTasks(samples) });
  const classes = classesOf(found as LabelSet, y.name);
  if (known !== undefined) requireKnown(owner, known.forest, X, classes);
  return {
    engine,
    plan,
    target: y.name,
    rows,
    bins: binsToGrowOn((parts as Uint8Array[]).flatMap(decodeBins), known?.forest),
    classes: known?.forest.classes ?? classes,
    params,
  };
}

function maxBinsOf({ splitter, maxBins }: RandomForestOptions): number | null {
  if (splitter === "exact") return null;
  // Of the bins for the trainer that does not bin, categories only are used.
  return splitter === "ml-random-forest" ? MOST_CODES : (maxBins ?? DEFAULT_BINS);
}

/** The bins that were made, if any; where trees are added to a forest, its columns stay of the kind they are. */
function binsToGrowOn(made: readonly FeatureBins[], known: Forest | undefined): readonly FeatureBins[] {
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

/** Refuses data that trees cannot be added for: other columns, or classes that the forest does not know. */
function requireKnown(owner: string, { bins, classes }: Forest, X: DataFrame, found: readonly Label[]): void {
  const names = bins.map(({ name }) => name);
  if (names.length !== X.columns.length || names.some((name, f) => name !== X.columns[f])) {
    throw new RangeError(
      `${owner}: with warmStart, X must have the columns of the first fit, in their order: ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}.`,
    );
  }
  const added = found.find((label) => !classes.includes(label));
  if (added !== undefined) {
    throw new RangeError(
      `${owner}: with warmStart, y must hold classes of the first fit; ${showLabel(added)} was not among them.`,
    );
  }
}

async function fitOnBins({ owner, options, known }: FitRequest, prepared: Prepared): Promise<Fit> {
  const { engine, plan, target, bins, classes, params } = prepared;
  const bytes = encodeBins(bins);
  const codes = await partitionTasks(engine, plan, "forest.bin", { args: [bytes, classes, target], label: "bin" });
  const matrix = task("forest.assemble", "assemble codes", [
    bytes,
    classes.length,
    classWeightsOf(owner, options, classes),
    ...codes.tasks.map(({ key }) => ({ ref: key })),
  ]);
  const inputs = [...allTasks(codes), matrix];
  engine.submit(inputs);
  engine.release(allTasks(codes).map(({ key }) => key));
  try {
    const grown = treeTasks("forest.grow", options, known?.forest.trees.length ?? 0, (tree) => [
      { ref: matrix.key },
      params,
      tree,
    ]);
    const values = await runTasks<Uint8Array>(engine, grown, {
      title: "trees",
      rows: prepared.rows,
      findErrors:
        options.oobScore && known === undefined && !params.exact
          ? (show) => findErrors(prepared, matrix.key, bytes, grown, show)
          : undefined,
    });
    const added = values.map(decodeTree);
    const exact = params.exact ? finishExact(bins, added, known?.forest) : undefined;
    const trees = exact?.treesOnCodes ?? [...(known?.forest.trees ?? []), ...added];
    const onCodes: Forest = { bins, classes, criterion: params.criterion, voting: "soft", trees };
    const outOfBag = options.oobScore ? await findOutOfBag(prepared, matrix.key, onCodes) : undefined;
    const forest = exact === undefined ? onCodes : { ...onCodes, bins: exact.bins, trees: exact.trees };
    return { forest, seed: params.seed, outOfBag };
  } catch (error) {
    await engine.cancel(inputs.map(({ key }) => key));
    throw error;
  } finally {
    engine.release([matrix.key]);
  }
}

/**
 * While a forest grows, shows the out-of-bag errors of its first trees, a few times, by at most so many rows as one
 * task takes. What it gives ends that.
 */
function findErrors(
  { engine, rows, classes, params }: Prepared,
  matrix: string,
  bytes: Uint8Array,
  grown: readonly Task[],
  show: (errors: readonly number[]) => void,
): () => void {
  const refs = grown.map(({ key }) => ({ ref: key }));
  const last = Math.min(rows, OUT_OF_BAG_ROWS);
  const tasks = EARLY_SHARES.map((share) => Math.floor(share * refs.length)).map((count) => {
    const args = [{ ref: matrix }, params, bytes, classes, last, ...refs.slice(0, count)];
    return { ...task("forest.errors", `out-of-bag error of ${count} trees`, args), priority: -1 };
  });
  engine.submit(tasks);
  const keys = tasks.map(({ key }) => key);
  for (const key of keys)
    engine.fetch(key).then(
      (errors) => show(errors as number[]),
      () => undefined,
    );
  return () => engine.release(keys);
}

/** Predicts the rows of a matrix out of the bag, some rows a task; warns of rows that no tree left out. */
async function findOutOfBag({ engine, rows, params }: Prepared, matrix: string, forest: Forest): Promise<OutOfBag> {
  const bytes = encodeForest(forest);
  const key = newKey("forest");
  const { trees } = forest;
  const drawn: Task[] = [];
  for (let from = 0; from < trees.length; from += SAMPLE_TREES) {
    const args = [{ ref: matrix }, params, from, Math.min(trees.length, from + SAMPLE_TREES)];
    drawn.push(task("forest.leftOut", `samples of trees from ${from + 1} on`, args));
  }
  const leftOut = task(
    "forest.joinLeftOut",
    "join samples",
    drawn.map((each) => ({ ref: each.key })),
  );
  const pieces = Math.ceil(rows / OUT_OF_BAG_ROWS);
  const tasks = Array.from({ length: pieces }, (_, piece) => {
    const [first, last] = [piece, piece + 1].map((place) => Math.floor((place * rows) / pieces));
    const args = [{ ref: matrix }, { ref: leftOut.key }, bytes, key, first, last];
    return task("forest.outOfBag", `predict out of the bag, rows from ${first} on`, args);
  });
  const found = joinOutOfBag(await runTasks<Uint8Array>(engine, tasks, { inputs: [...drawn, leftOut] }));
  const covered = found.covered.at(-1) as number;
  if (covered < rows) {
    process.emitWarning(
      `Every tree saw ${rows - covered} of ${rows} rows, so these have no out-of-bag prediction. With more trees there will be fewer.`,
      "OutOfBagWarning",
    );
  }
  return found;
}

async function fitByLibrary(
  { engine, plan, target, bins, classes, params }: Prepared,
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
  const grown = treeTasks("forest.growML", options, 0, (tree) => [assembled, params, tree]);
  const found = await runTasks<MLTree>(engine, grown, { title: "trees" });
  return forestOfMLTrees(found, bins, encodingsOf(decodeValueMatrix(assembled), bins), classes, "counts");
}

/** A task for each tree from number `from` on. */
function treeTasks(
  name: TaskName,
  { nEstimators = DEFAULT_TREES }: RandomForestOptions,
  from: number,
  args: (tree: number) => readonly TaskArg[],
): Task[] {
  return Array.from({ length: nEstimators - from }, (_, i) =>
    task(name, `tree ${from + i + 1} of ${nEstimators}`, args(from + i)),
  );
}

function task(name: TaskName, label: string, args: readonly TaskArg[]): Task {
  return { key: newKey(name), name, args, label };
}

function allTasks({ inputs, tasks }: PartitionTasks): Task[] {
  return [...inputs, ...tasks];
}

/** A name that is not among these. */
function freeName(names: readonly string[], wanted: string): string {
  let name = wanted;
  while (names.includes(name)) name += "_";
  return name;
}
