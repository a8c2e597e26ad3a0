/** What users may hand over as X and y: collections, danfo's own frames, and plain arrays. */
import { fromDanfo } from "../danfo/convert.js";
import type { Frame, FrameSeries } from "../danfo/danfo.js";
import { columnFromValues, type Values } from "../partition/column-from-values.js";
import { concatPartitions } from "../partition/concat-partitions.js";
import { cellAt, type Partition } from "../partition/partition.js";
import { DataFrame } from "./data-frame.js";
import { memoryPlan, recordsPartition } from "./from-records.js";
import { computePartitions } from "./gather.js";
import { partitionLengths } from "./lengths.js";
import { sameRows } from "./same-rows.js";
import { Series } from "./series.js";

/** Rows of features: a frame, a danfo frame, objects, or arrays of numbers (columns are then named "0", "1", …). */
export type FrameInput = DataFrame | Frame | readonly (readonly number[])[] | readonly object[];

/** One value a row: a Series, a danfo Series or an array. */
export type SeriesInput = Series | FrameSeries | Values;

/** Any input as a collection; one in memory becomes a single partition. */
export function toDataFrame(input: FrameInput): DataFrame {
  if (input instanceof DataFrame) return input;
  const rows = rowsPartition(input);
  return new DataFrame(memoryPlan(rows, [rows.length]));
}

/** Input that is in memory already, as one partition. */
export function rowsPartition(input: Exclude<FrameInput, DataFrame>): Partition {
  if (!Array.isArray(input)) return fromDanfo(input as Frame);
  if (input.length > 0 && Array.isArray(input[0])) return matrixPartition(input as (readonly number[])[]);
  return recordsPartition(input as readonly object[]);
}

/** The values of an input that is in memory already. */
export function plainValues(input: Exclude<SeriesInput, Series>): Values {
  if (Array.isArray(input) || ArrayBuffer.isView(input)) return input as Values;
  return (input as FrameSeries).values as unknown[];
}

/** All values of a Series, Dates and null among them; those of an input that is in memory as they are. */
export async function gatherValues(input: SeriesInput): Promise<Values> {
  if (!(input instanceof Series)) return plainValues(input);
  const { length, columns } = concatPartitions(await computePartitions(input.plan));
  return Array.from({ length }, (_, row) => cellAt(columns[0], row));
}

/**
 * y with its rows in the same partitions as those of X, so that tasks find both side by side. Free when both come from
 * the same source; else y is brought here and cut anew.
 *
 * @throws {RangeError} X and y have different numbers of rows.
 */
export async function alignSeries(X: DataFrame | Series, y: SeriesInput, names = ["X", "y"]): Promise<Series> {
  if (y instanceof Series && sameRows(X.plan, y.plan)) return y;
  const lengths = await partitionLengths(X.plan);
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const column = await wholeColumn(y);
  if (column.length !== rows) {
    throw new RangeError(
      `${names[0]} has ${rows} rows but ${names[1]} has ${column.length}; both must speak of the same rows, in the same order.`,
    );
  }
  return new Series(memoryPlan(column, lengths));
}

async function wholeColumn(y: SeriesInput): Promise<Partition> {
  if (y instanceof Series) return concatPartitions(await computePartitions(y.plan));
  const column = columnFromValues(plainValues(y), "y");
  return { length: plainValues(y).length, names: ["y"], columns: [column] };
}

function matrixPartition(rows: readonly (readonly number[])[]): Partition {
  const names = rows[0].map((_, i) => String(i));
  const uneven = rows.findIndex((row) => row.length !== names.length);
  if (uneven >= 0) {
    throw new RangeError(
      `Row ${uneven} has ${rows[uneven].length} values but row 0 has ${names.length}; every row needs the same number.`,
    );
  }
  const columns = names.map((name, i) =>
    columnFromValues(
      rows.map((row) => row[i]),
      `Column ${name}`,
    ),
  );
  return { length: rows.length, names, columns };
}
