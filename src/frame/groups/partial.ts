import { concatPartitions } from "../../partition/concat-partitions.js";
import type { Column, Partition } from "../../partition/partition.js";
import { pickRows, select } from "../column-work.js";
import { fromNumbers, presentRows, toNumbers } from "../expression/operand.js";
import { rowsByGroup } from "../shuffle/match-rows.js";
import { orderBy } from "../shuffle/sort-order.js";
import { quantile } from "../statistics/describe.js";
import { type AccumulatorName, accumulators } from "./accumulators.js";
import type { Aggregation, AggregationName } from "./aggregation.js";
import { groupRows } from "./group-rows.js";

/**
 * Aggregates in the making. `groups` has a row a group: its keys, the number of its rows, and accumulators. `values` has
 * for each column whose values are kept the groups' keys with these: all for a median, the different ones to be counted.
 * Columns go by their places.
 */
export interface Partial {
  readonly groups: Partition;
  readonly values: readonly Partition[];
}

interface Needs {
  readonly sums: readonly { readonly column: string; readonly name: AccumulatorName }[];
  readonly values: readonly Kept[];
}

/** A column whose values are kept for each group: all of them, or each that is different once. */
interface Kept {
  readonly column: string;
  readonly how: "nUnique" | "median";
}

const accumulatorsOf: Readonly<Record<AggregationName, readonly AccumulatorName[]>> = {
  size: [],
  count: ["count"],
  sum: ["sum"],
  mean: ["sum", "count"],
  std: ["moments"],
  var: ["moments"],
  min: ["min"],
  max: ["max"],
  first: ["first"],
  last: ["last"],
  nUnique: [],
  median: [],
};

/** Aggregates of one partition; rows with a missing key are a group like others, or left out if `dropNa` says so. */
export function startPartial(
  rows: Partition,
  keys: readonly string[],
  aggregations: readonly Aggregation[],
  dropNa: boolean,
): Partial {
  const { sums, values } = needsOf(aggregations);
  const keyColumns = select(rows, keys).columns;
  const { ids, first } = groupRows(keyColumns, rows.length, dropNa ? keyColumns : []);
  const sizes = new Float64Array(first.length);
  for (let row = 0; row < ids.length; row++) if (ids[row] >= 0) sizes[ids[row]] += 1;
  const kept = select(
    rows,
    sums.map(({ column }) => column),
  ).columns.flatMap((column, i) => accumulators[sums[i].name].start(column, ids, first.length, sizes));
  const keysOfGroups = pickRows(byPlace(rows.length, keyColumns), first).columns;
  return {
    groups: byPlace(first.length, [...keysOfGroups, { dtype: "float64", values: sizes }, ...kept]),
    values: select(
      rows,
      values.map(({ column }) => column),
    ).columns.map((column, i) => {
      const pairs = byPlace(rows.length, [...keyColumns, column]);
      if (values[i].how === "median") return pickRows(pairs, rowsWithValue(column, ids));
      const required = dropNa ? pairs.columns : [column];
      return pickRows(pairs, groupRows(pairs.columns, rows.length, required).first);
    }),
  };
}

/** The aggregates of several partitions together. */
export function mergePartials(parts: readonly Partial[], nKeys: number, aggregations: readonly Aggregation[]): Partial {
  const groups = concatPartitions(parts.map((part) => part.groups));
  const keyColumns = groups.columns.slice(0, nKeys);
  const { ids, first } = groupRows(keyColumns, groups.length);
  let at = nKeys;
  const take = (name: AccumulatorName): Column[] => {
    const { width, merge } = accumulators[name];
    at += width;
    return merge(groups.columns.slice(at - width, at), ids, first.length);
  };
  const { sums, values } = needsOf(aggregations);
  const sizes = take("count");
  const kept = sums.flatMap(({ name }) => take(name));
  const keys = pickRows(byPlace(groups.length, keyColumns), first).columns;
  return {
    groups: byPlace(first.length, [...keys, ...sizes, ...kept]),
    values: values.map(({ how }, i) => {
      const pairs = concatPartitions(parts.map((part) => part.values[i]));
      return how === "median" ? pairs : pickRows(pairs, groupRows(pairs.columns, pairs.length).first);
    }),
  };
}

/** The keys and the aggregates, under `names`; in the order of the keys if they are to be sorted. */
export function finishPartial(
  { groups, values }: Partial,
  nKeys: number,
  aggregations: readonly Aggregation[],
  names: readonly string[],
  sort: boolean,
): Partition {
  const { sums, values: kept } = needsOf(aggregations);
  const keys = groups.columns.slice(0, nKeys);
  const pairsOf = new Map(kept.map(({ column, how }, i) => [`${how} ${column}`, values[i]]));
  const found = new Map<string, readonly Column[]>();
  let at = nKeys + 1;
  for (const { column, name } of sums) {
    found.set(`${name} ${column}`, groups.columns.slice(at, at + accumulators[name].width));
    at += accumulators[name].width;
  }
  const aggregates = aggregations.map(({ column, how }) => {
    if (how === "size") return whole(groups.columns[nKeys]);
    if (how === "nUnique" || how === "median") {
      const pairs = pairsOf.get(`${how} ${column}`) as Partition;
      return how === "median" ? mediansOf(groups, pairs, nKeys) : countPairs(groups, pairs, nKeys);
    }
    const columns = accumulatorsOf[how].flatMap((name) => found.get(`${name} ${column}`) ?? []);
    return finish(how, columns);
  });
  const rows = { length: groups.length, names, columns: [...keys, ...aggregates] };
  if (!sort) return rows;
  return pickRows(
    rows,
    orderBy(
      keys,
      keys.map(() => true),
      groups.length,
    ),
  );
}

function finish(how: AggregationName, kept: readonly Column[]): Column {
  const [a, b, c] = kept;
  switch (how) {
    case "count":
      return whole(a);
    case "sum":
      return { dtype: "float64", values: totals(a, b) };
    case "mean": {
      const counts = toNumbers(c);
      return { dtype: "float64", values: totals(a, b).map((sum, group) => sum / counts[group]) };
    }
    case "std":
    case "var": {
      const [counts, squares] = [toNumbers(a), toNumbers(c)];
      const variances = squares.map((sum, group) => (counts[group] > 1 ? sum / (counts[group] - 1) : Number.NaN));
      return { dtype: "float64", values: how === "var" ? variances : variances.map(Math.sqrt) };
    }
    default:
      return a;
  }
}

function totals(sums: Column, lost: Column): Float64Array {
  const rests = toNumbers(lost);
  return toNumbers(sums).map((sum, group) => sum + rests[group]);
}

function whole(counts: Column): Column {
  return fromNumbers(toNumbers(counts), "int32");
}

/** The rows of a group that have a value. */
function rowsWithValue(column: Column, ids: Int32Array): Uint32Array {
  const present = presentRows(column);
  const rows = new Uint32Array(ids.length);
  let kept = 0;
  for (let row = 0; row < ids.length; row++) if (ids[row] >= 0 && present?.[row] !== 0) rows[kept++] = row;
  return rows.slice(0, kept);
}

/** How many pairs each group has. */
function countPairs(groups: Partition, pairs: Partition, nKeys: number): Column {
  const counts = new Int32Array(groups.length);
  for (const group of groupsOf(pairs, groups, nKeys)) counts[group] += 1;
  return { dtype: "int32", values: counts };
}

/** The middle value of each group's pairs, or halfway between the two middle ones. */
function mediansOf(groups: Partition, pairs: Partition, nKeys: number): Column {
  const { starts, rows } = rowsByGroup(groupsOf(pairs, groups, nKeys), groups.length);
  const numbers = toNumbers(pairs.columns[nKeys]);
  const sorted = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[i] = numbers[rows[i]];
  const values = new Float64Array(groups.length).map((_, group) =>
    quantile(sorted.subarray(starts[group], starts[group + 1]).sort(), 0.5),
  );
  return { dtype: "float64", values };
}

/** The group of each pair. */
function groupsOf(pairs: Partition, groups: Partition, nKeys: number): Int32Array {
  const keys = [groups, pairs].map(({ length, columns }) => byPlace(length, columns.slice(0, nKeys)));
  const together = concatPartitions(keys);
  return groupRows(together.columns, together.length).ids.subarray(groups.length);
}

function needsOf(aggregations: readonly Aggregation[]): Needs {
  const sums = new Map<string, Needs["sums"][number]>();
  const values = new Map<string, Kept>();
  for (const { column, how } of aggregations) {
    if (column === undefined) continue;
    if (how === "nUnique" || how === "median") values.set(`${how} ${column}`, { column, how });
    for (const name of accumulatorsOf[how]) sums.set(`${name} ${column}`, { column, name });
  }
  return { sums: [...sums.values()], values: [...values.values()] };
}

function byPlace(length: number, columns: readonly Column[]): Partition {
  return { length, names: columns.map((_, i) => String(i)), columns };
}
