import type { TaskContext, Value } from "../../engine/engine.js";
import { fromArrowBytes } from "../../partition/arrow.js";
import { concatPartitions } from "../../partition/concat-partitions.js";
import { type Column, type DType, type Int32Column, type Partition, takeRows } from "../../partition/partition.js";
import { takeOrMissing } from "../../partition/take-or-missing.js";
import { pickRows, select } from "../column-work.js";
import { fromNumbers } from "../expression/operand.js";
import type { Schema } from "../schema.js";
import type { JoinPart } from "../slice.js";
import { partedKeys } from "./distinct.js";
import { gatherPieces } from "./gather-pieces.js";
import { type Lookup, lookupIn } from "./lookup.js";
import { type Matches, matchRows } from "./match-rows.js";
import { type Scattered, scatter } from "./scatter.js";
import { orderBy } from "./sort-order.js";

/** The rows of a kept partition with the rows that match them. */
export function joinPartition(
  context: TaskContext,
  part: JoinPart,
  kept: Partition | undefined,
  values: readonly Value[],
): Partition {
  if (part.matching === "broadcast") {
    const rows = kept as Partition;
    const { other, lookup } = context.cached(values[0] as Uint8Array, "joined", () =>
      searchable(concatPartitions((values as readonly Uint8Array[]).map(fromArrowBytes)), part.on),
    );
    const keys = select(rows, part.on).columns;
    const keepsAll = part.how !== "inner";
    const { left, right } =
      lookup === undefined
        ? matchRows(keys, rows.length, select(other, part.on).columns, other.length, keepsAll)
        : matchesOf(lookup(keys[0]), keepsAll);
    return assemble(part, rows, left, {
      ...other,
      columns: other.columns.map((column) => takeOrMissing(column, right)),
    });
  }
  const found = gatherPieces(context, values as readonly Scattered[], part.index);
  const asking = found.columns[found.columns.length - 1] as Int32Column;
  if (kept === undefined) return assemble(part, undefined, asking.values, found);
  const sorted = pickRows(found, orderBy([asking], [true], found.length));
  return assemble(part, kept, (sorted.columns[sorted.columns.length - 1] as Int32Column).values, sorted);
}

/** Rows that are all looked through, with what finds them faster where one key column has each value once. */
function searchable(other: Partition, on: readonly string[]): { other: Partition; lookup: Lookup | undefined } {
  const keys = select(other, on).columns;
  return { other, lookup: keys.length === 1 ? lookupIn(keys[0], other.length) : undefined };
}

/** The pairs of rows with the one row each of them found, or -1. */
function matchesOf(found: Int32Array, keepsAll: boolean): Pick<Matches, "left" | "right"> {
  const left = new Int32Array(found.length);
  let pairs = 0;
  for (let row = 0; row < found.length; row++) {
    left[pairs] = row;
    pairs += found[row] >= 0 || keepsAll ? 1 : 0;
  }
  if (pairs === found.length) return { left, right: found };
  return { left: left.subarray(0, pairs), right: left.slice(0, pairs).map((row) => found[row]) };
}

/** The columns of the join: of the kept rows at places `left`, and of other rows that are already in their order. */
function assemble(part: JoinPart, kept: Partition | undefined, left: Int32Array, other: Partition): Partition {
  const asTheyAre = kept !== undefined && isEveryRow(left, kept.length);
  const otherPlaces = new Map(part.otherColumns.map((name, i) => [name, i]));
  const keptPlaces = new Map(kept?.names.map((name, i) => [name, i]));
  const columns = part.columns.map(({ side, name }, i): Column => {
    if (side === "other" || (side === "key" && kept === undefined)) {
      return other.columns[otherPlaces.get(name) as number];
    }
    if (kept === undefined) return missingColumn(part.schema[i].dtype, other.length);
    const column = kept.columns[keptPlaces.get(name) as number];
    return asTheyAre ? column : takeRows(column, left);
  });
  return { length: left.length, names: part.schema.map(({ name }) => name), columns };
}

/** Whether these places are those of so many rows, each once: every row has one match, as where the other side's keys differ. */
function isEveryRow(places: Int32Array, rows: number): boolean {
  if (places.length !== rows) return false;
  for (let row = 0; row < rows; row++) if (places[row] !== row) return false;
  return true;
}

/** A partition of these columns without rows. */
export function noRows(schema: Schema): Partition {
  return {
    length: 0,
    names: schema.map(({ name }) => name),
    columns: schema.map(({ dtype }) => missingColumn(dtype, 0)),
  };
}

/** A column in which every value is missing. */
export function missingColumn(dtype: DType, rows: number): Column {
  if (dtype === "string" || dtype === "category")
    return { dtype, codes: new Int32Array(rows).fill(-1), dictionary: [] };
  return fromNumbers(new Float64Array(rows).fill(Number.NaN), dtype);
}

/**
 * Matches one piece of the keys of all partitions. Gives the other side's rows, with the number of the kept row each is
 * for as the last column, in a piece for each kept partition; an outer join has one more for what has no match.
 */
export function matchPiece(asking: Partition, asked: Partition, how: JoinPart["how"], npartitions: number): Scattered {
  const { keys, parts, rows: numbers } = partedKeys(asking);
  const found = matchRows(keys, asking.length, asked.columns.slice(0, keys.length), asked.length, how !== "inner");
  const extra = how === "outer" ? found.unmatched : new Int32Array(0);
  const { left, right } = appended(found, extra);
  const numbersOfRows = new Int32Array(left.length).fill(-1);
  const pieces = new Uint32Array(left.length).fill(npartitions);
  for (let i = 0; i < left.length; i++) {
    const row = left[i];
    if (row < 0) continue;
    numbersOfRows[i] = numbers[row];
    pieces[i] = parts[row];
  }
  const rows: Partition = {
    length: right.length,
    names: [...asked.columns.map((_, i) => String(i)), "row"],
    columns: [
      ...asked.columns.map((column) => takeOrMissing(column, right)),
      { dtype: "int32", values: numbersOfRows },
    ],
  };
  return scatter(rows, pieces, npartitions + (how === "outer" ? 1 : 0));
}

/** The pairs, and after them rows of the right side alone. */
function appended({ left, right }: Matches, extra: Int32Array): { left: Int32Array; right: Int32Array } {
  if (extra.length === 0) return { left, right };
  const [allLeft, allRight] = [new Int32Array(left.length + extra.length), new Int32Array(left.length + extra.length)];
  allLeft.set(left);
  allLeft.fill(-1, left.length);
  allRight.set(right);
  allRight.set(extra, right.length);
  return { left: allLeft, right: allRight };
}
