import { type CallPlan, columnNames } from "./plan.js";
import type { SlicePart } from "./slice.js";
import type { Slicing } from "./slicing.js";

/** How many pieces there are for each worker, so that none is at rest for long while others have the last ones. */
const PIECES_A_WORKER = 3;

/** The call of a whole partition or, if it is cut, its pieces one below the other: tasks of their own make these before. */
export function sliceCall(slicing: Slicing, part: CallPlan, index: number, pieces: number): SlicePart {
  const { input, task, args, cut } = part;
  const columns = columnNames(input);
  if (cut === undefined || pieces === 1) return { op: "call", input: slicing.slice(input, index, columns), task, args };
  const prepared = slicing.addTaskOf(input, index, columns, cut.prepare, args, `${task}, prepare`);
  const inputs = Array.from({ length: pieces }, (_, piece): SlicePart => {
    const label = `${task}, partition ${index + 1} of ${part.npartitions}, piece ${piece + 1} of ${pieces}`;
    const key = slicing.addTask(cut.piece, [{ ref: prepared }, piece, pieces, task, ...args], label);
    return { op: "stored", keys: [key], columns: columnNames(part) };
  });
  return { op: "concat", inputs };
}

/**
 * Into how many pieces partitions of these numbers of rows are cut: one each where there are so many that all workers
 * are busy to the end, or where they are small.
 *
 * @param fewestRows - up to so many rows are not cut.
 */
export function piecesOf(lengths: readonly number[], workers: number, fewestRows: number): number[] {
  if (workers === 1) return lengths.map(() => 1);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const size = Math.max(fewestRows, rows / (PIECES_A_WORKER * workers));
  return lengths.map((length) => Math.max(1, Math.ceil(length / size)));
}
