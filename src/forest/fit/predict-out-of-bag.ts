/** Out-of-bag predictions as a graph of tasks: which rows each tree left out, and what the trees say of some rows a task. */
import type { Task, TaskName } from "../../engine/engine.js";
import { newKey, runTasks } from "../../engine/run-tasks.js";
import { type AnyForest, encodeForest } from "../forest.js";
import type { SharedParams } from "../grow/binned-matrix.js";
import { OUT_OF_BAG_ROWS, task } from "./fit-tasks.js";
import type { Prepared } from "./prepare-fit.js";

/** Trees whose samples one task draws again. */
const SAMPLE_TREES = 8;

/** Which tasks do so for a kind of forest. */
export interface OutOfBagTasks {
  /** Takes the matrix, the parameters, and the trees from one number up to another; gives a part of the bits of `LeftOut`. */
  readonly leftOut: TaskName;
  /** Takes the matrix, all bits, the forest with its key, and the rows from one number up to another. */
  readonly predict: TaskName;
}

/** What the tasks gave for the rows of a matrix, in the order of the rows. */
export function predictOutOfBag<P extends SharedParams>(
  { engine, rows, params }: Prepared<P>,
  matrix: string,
  forest: AnyForest,
  names: OutOfBagTasks,
): Promise<Uint8Array[]> {
  const bytes = encodeForest(forest);
  const key = newKey("forest");
  const { length } = forest.trees;
  const drawn: Task[] = [];
  for (let from = 0; from < length; from += SAMPLE_TREES) {
    const args = [{ ref: matrix }, params, from, Math.min(length, from + SAMPLE_TREES)];
    drawn.push(task(names.leftOut, `samples of trees from ${from + 1} on`, args));
  }
  const refs = drawn.map((each) => ({ ref: each.key }));
  const leftOut = task("forest.joinLeftOut", "join samples", refs);
  const pieces = Math.ceil(rows / OUT_OF_BAG_ROWS);
  const tasks = Array.from({ length: pieces }, (_, piece) => {
    const [first, last] = [piece, piece + 1].map((place) => Math.floor((place * rows) / pieces));
    const args = [{ ref: matrix }, { ref: leftOut.key }, bytes, key, first, last];
    return task(names.predict, `predict out of the bag, rows from ${first} on`, args);
  });
  return runTasks<Uint8Array>(engine, tasks, { inputs: [...drawn, leftOut] });
}
