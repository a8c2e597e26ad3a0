/** The rows that a fitted model is asked about. */
import { DataFrame } from "../../frame/data-frame.js";
import { memoryPlan } from "../../frame/from-records.js";
import { type FrameInput, rowsPartition } from "../../frame/input.js";
import { type CallCut, type CallPlan, columnNames, selectColumns } from "../../frame/plan.js";
import type { Partition } from "../../partition/partition.js";
import { missingFeature } from "../bins/feature-column.js";
import type { AnyForest } from "../forest.js";
import type { Question } from "./answers.js";

/** Rows that are in memory: a danfo frame, objects, or arrays of numbers. */
export type RowsInput = Exclude<FrameInput, DataFrame>;

/** A plan that hands the model's columns of each partition to a task function; its schema is still to be said. */
export function callOn(
  X: DataFrame,
  { bins }: AnyForest,
  task: string,
  args: readonly unknown[],
): Omit<CallPlan, "schema"> {
  const names = bins.map((feature) => feature.name);
  const columns = columnNames(X.plan);
  const lacking = names.find((name) => !columns.includes(name));
  if (lacking !== undefined) throw missingFeature(lacking, columns);
  return { op: "call", input: selectColumns(X.plan, names, "predict"), task, args, npartitions: X.npartitions };
}

/** Rows times trees that a task should have at least: some milliseconds of work. */
const PIECE_WORK = 400_000;

/** {@link callOn} of a function whose large partitions are cut into pieces. */
export function callInPieces(
  X: DataFrame,
  forest: AnyForest,
  question: Question | "regression.predict",
  args: readonly unknown[],
): Omit<CallPlan, "schema"> {
  const fewestRows = Math.ceil(PIECE_WORK / forest.trees.length);
  const piece = question === "regression.predict" ? "regression.piece" : "forest.piece";
  const cut: CallCut = { prepare: "forest.codes", piece, fewestRows };
  return { ...callOn(X, forest, question, args), cut };
}

/** Rows in memory as a partition; the columns of arrays get the names of the model's features. */
export function namedRows(X: RowsInput, { bins }: AnyForest): Partition {
  const rows = rowsPartition(X);
  if (!Array.isArray(X) || !Array.isArray(X[0])) return rows;
  if (rows.names.length !== bins.length) {
    throw new RangeError(
      `Cannot predict: the rows have ${rows.names.length} values each, but the model was fitted on ${bins.length} columns.`,
    );
  }
  return { ...rows, names: bins.map((feature) => feature.name) };
}

/** Any rows as a frame with the names of the model's features. */
export function namedFrame(X: FrameInput, forest: AnyForest): DataFrame {
  if (X instanceof DataFrame) return X;
  const rows = namedRows(X, forest);
  return new DataFrame(memoryPlan(rows, [rows.length]));
}

/** Numbers row after row, as an array for each row. */
export function rowsOf(numbers: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: numbers.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => numbers[row * columns + column]),
  );
}
