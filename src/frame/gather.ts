import type { Table } from "apache-arrow";
import { checkOptions, wholeNumber } from "../options.js";
import { fromArrowBytes, toArrowBytes, toArrowTable } from "../partition/arrow.js";
import { concatPartitions } from "../partition/concat-partitions.js";
import { type Cell, cellAt, type Partition } from "../partition/partition.js";
import { persistPlan } from "./persist.js";
import { type Plan, type StoredPlan, takesTasks } from "./plan.js";
import { runPartitions } from "./run-partitions.js";
import { firstOfSorted } from "./top-plan.js";

/** All partitions of a plan, in order. Holds every row in memory. */
export async function computePartitions(plan: Plan): Promise<Partition[]> {
  const bytes = await runPartitions<Uint8Array>(plan, "frame.partition", { label: "compute" });
  return bytes.map(fromArrowBytes);
}

/** Partitions with the first `n` rows, read one after the other until there are enough; one at least, for its columns. */
export async function headPartitions(plan: Plan, n: number): Promise<Partition[]> {
  checkOptions("head", { n }, { n: wholeNumber(0) });
  const parts: Partition[] = [];
  let missing = n;
  const read = (from: Plan, index: number) => onePartition(from, index, missing);
  const first = firstOfSorted(plan, n);
  for await (const part of inTurn(first, places(first), read, 1)) {
    parts.push(part);
    missing -= part.length;
    if (missing <= 0) break;
  }
  return parts;
}

/** Partitions with the last `n` rows, read one after the other from the end until there are enough; one at least. */
export async function tailPartitions(plan: Plan, n: number): Promise<Partition[]> {
  checkOptions("tail", { n }, { n: wholeNumber(0) });
  const parts: Partition[] = [];
  let missing = n;
  const read = async (from: Plan, index: number) => {
    const run = { only: [index], args: [missing], label: "read rows" };
    const [bytes] = await runPartitions<Uint8Array>(from, "frame.tail", run);
    return fromArrowBytes(bytes);
  };
  for await (const part of inTurn(plan, places(plan).reverse(), read, 1)) {
    parts.unshift(part);
    missing -= part.length;
    if (missing <= 0) break;
  }
  return parts;
}

/** All partitions, one at a time. */
export function eachPartition(plan: Plan): AsyncGenerator<Partition, void, undefined> {
  return inTurn(plan, places(plan), onePartition, 0);
}

/**
 * Partitions one after the other, as they are asked for. Where each is made of several others, all are made at once
 * when more than so many are wanted, and kept by the cluster until the last was given.
 */
async function* inTurn(
  plan: Plan,
  indices: readonly number[],
  read: (plan: Plan, index: number) => Promise<Partition>,
  alone: number,
): AsyncGenerator<Partition, void, undefined> {
  let kept: StoredPlan | undefined;
  try {
    for (const [place, index] of indices.entries()) {
      if (place === alone && indices.length > 1 && takesTasks(plan)) kept = persistPlan(plan);
      yield await read(kept ?? plan, index);
    }
  } finally {
    kept?.stored.release();
  }
}

function places(plan: Plan): number[] {
  return Array.from({ length: plan.npartitions }, (_, index) => index);
}

/** One partition, or its first `limit` rows. */
async function onePartition(plan: Plan, index: number, limit = Infinity): Promise<Partition> {
  const run = { only: [index], args: [limit], label: "read rows" };
  const [bytes] = await runPartitions<Uint8Array>(plan, "frame.partition", run);
  return fromArrowBytes(bytes);
}

/** All rows as objects. Holds every row in memory. */
export async function recordsOf(plan: Plan): Promise<Record<string, Cell>[]> {
  return (await computePartitions(plan)).flatMap(({ length, names, columns }) =>
    Array.from({ length }, (_, row) => Object.fromEntries(names.map((name, i) => [name, cellAt(columns[i], row)]))),
  );
}

/** All rows as an Arrow table of one record batch. Holds every row in memory, twice while it is made. */
export async function arrowTable(plan: Plan): Promise<Table> {
  return toArrowTable(toArrowBytes(concatPartitions(await computePartitions(plan))));
}
