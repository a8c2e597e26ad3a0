/**
 * Scores of a forest with shuffled columns, as a graph of tasks. Rows become codes once, and go down a tree again only
 * where a shuffled value sends them another way.
 */
import { currentEngine } from "../../engine/current-engine.js";
import type { Task, TaskArg } from "../../engine/engine.js";
import { newKey, runTasks } from "../../engine/run-tasks.js";
import { pack } from "../../forest/pack.js";
import { rowsOfBlock } from "../../forest/predict/walk-forest.js";
import { RandomForestClassifier } from "../../forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../../forest/random-forest-regressor.js";
import { computePartitions } from "../../frame/gather.js";
import type { Plan } from "../../frame/plan.js";
import { partitionTasks } from "../../frame/run-partitions.js";
import { placesOf } from "../../metrics/confusion.js";
import { encodeColumn, requireComplete, uniteLabels } from "../../metrics/labels.js";
import { r2Of } from "../../metrics/regression/error-scores.js";
import { type ErrorSums, mergeErrors } from "../../metrics/regression/error-sums.js";
import { numbersOfColumn } from "../../metrics/regression/numbers.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Column } from "../../partition/partition.js";
import type { ShuffledScores } from "./model-scores.js";
import { requireRows } from "./shuffled-rows.js";
import type { RowsScore } from "./tasks.js";

/** Leaves that a worker keeps, one for each row and tree: 16 MiB. */
const MOST_LEAVES = 2 ** 22;
/** Times that rows meet trees, which a task should have at least: some milliseconds of work. */
const TASK_WORK = 2_000_000;
/** Tasks from which on progress is shown. */
const MANY_TASKS = 4;

type Model = RandomForestClassifier | RandomForestRegressor;

/** Whether {@link forestScores} gives what the model's own `score` does: it is one of ours, and trees add their shares up. */
export function hasForestScores(model: object): model is Model {
  if (model.constructor === RandomForestRegressor) return true;
  return (
    model.constructor === RandomForestClassifier && (model as RandomForestClassifier).learned.forest.voting === "soft"
  );
}

/**
 * @param X - the model's features.
 * @param y - the true classes or numbers, with the same rows.
 */
export async function forestScores(
  model: Model,
  X: Plan,
  y: Plan,
  repeats: number,
  seed: number,
): Promise<ShuffledScores> {
  const engine = currentEngine();
  const { forest, bytes, key } = model.learned;
  const column = concatPartitions(await computePartitions(y)).columns[0];
  const truth = "classes" in forest ? placesOfLabels(column, forest.classes) : numbersOfColumn(column, "yTrue");
  const rows = truth.length;
  requireRows(rows);
  const truthBytes = pack(null, { truth });
  const features = forest.bins.length;
  const trees = forest.trees.length;

  const known = [bytes, key];
  const parts = await partitionTasks(engine, X, "permutation.codes", { args: known, label: "code rows" });
  const matrix = taskOf("permutation.join", "join codes", [...known, ...parts.tasks.map(refTo)]);
  const mostRows = Math.min(rowsOfBlock(features), Math.ceil(MOST_LEAVES / trees));
  const pieces = Math.max(1, Math.ceil(rows / mostRows));
  const each = Math.max(1, Math.round(TASK_WORK / ((rows / pieces) * trees * repeats)));
  const groups = Array.from({ length: Math.ceil(features / each) }, (_, i) => {
    const from = i * each;
    const to = Math.min(features, from + each);
    const args = [...known, refTo(matrix), from, to, repeats, seed];
    return { from, to, task: taskOf("permutation.shuffle", `shuffle features from ${from + 1} on`, args) };
  });

  const tasks: Task[] = [];
  const counts: number[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    const [first, last] = [piece, piece + 1].map((place) => Math.floor((place * rows) / pieces));
    const args = [...known, truthBytes, first, last, refTo(matrix)];
    const label = `score rows from ${first} on`;
    tasks.push(taskOf("permutation.scores", label, args));
    counts.push(0);
    for (const { from, to, task } of groups) {
      tasks.push(taskOf("permutation.scores", label, [...args, from, repeats, refTo(task)]));
      counts.push(((to - from) * repeats) / pieces);
    }
  }
  const found = await runTasks<RowsScore[]>(engine, tasks, {
    inputs: [...parts.inputs, ...parts.tasks, matrix, ...groups.map(({ task }) => task)],
    title: tasks.length >= MANY_TASKS ? "shuffled columns" : undefined,
    counts,
  });

  const ofPieces = Array.from({ length: pieces }, (_, piece) =>
    found.slice(piece * (groups.length + 1), (piece + 1) * (groups.length + 1)).flat(),
  );
  const [own, ...others] = ofPieces[0].map((_, i) => ofPieces.map((piece) => piece[i]));
  const base = scoreOf(own, rows);
  // There is one order of one row, and one warning is enough that its score is not defined.
  const scores = others.map((pieces) => (rows === 1 ? base : scoreOf(pieces, rows)));
  const shuffled = Array.from({ length: features }, (_, f) => scores.slice(f * repeats, (f + 1) * repeats));
  return { base, shuffled };
}

/** Of each row the place of its class among those of the model; -1 where that does not know it. */
function placesOfLabels(column: Column, classes: RandomForestClassifier["classes"]): Int32Array {
  const encoded = encodeColumn(column, "yTrue");
  requireComplete(encoded, "yTrue");
  uniteLabels([encoded.labels, classes], "yTrue and yPred");
  const places = placesOf(encoded.labels, classes);
  return encoded.codes.map((code) => places[code]);
}

/** Accuracy or R², from what pieces of the rows come to. */
function scoreOf(pieces: readonly RowsScore[], rows: number): number {
  if (typeof pieces[0] !== "number") return r2Of(mergeErrors(pieces as ErrorSums[]));
  return (pieces as number[]).reduce((sum, right) => sum + right, 0) / rows;
}

function taskOf(name: Task["name"], label: string, args: readonly TaskArg[]): Task {
  return { key: newKey(name), name, args, label };
}

function refTo({ key }: Task): { ref: string } {
  return { ref: key };
}
