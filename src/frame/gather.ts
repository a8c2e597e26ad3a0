import type { Table } from "apache-arrow";
import { checkOptions, wholeNumber } from "../options.js";
import { fromArrowBytes, toArrowBytes, toArrowTable } from "../partition/arrow.js";
import { concatPartitions } from "../partition/concat-partitions.js";
import type { Partition } from "../partition/partition.js";
import type { Plan } from "./plan.js";
import { runPartitions } from "./run-partitions.js";

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
  for (let index = 0; index < plan.npartitions && (missing > 0 || index === 0); index++) {
    const part = await onePartition(plan, index, missing);
    parts.push(part);
    missing -= part.length;
  }
  return parts;
}

/** Partitions with the last `n` rows, read one after the other from the end until there are enough; one at least. */
export async function tailPartitions(plan: Plan, n: number): Promise<Partition[]> {
  checkOptions("tail", { n }, { n: wholeNumber(0) });
  const parts: Partition[] = [];
  let missing = n;
  for (let index = plan.npartitions - 1; index >= 0 && (missing > 0 || parts.length === 0); index--) {
    const run = { only: [index], args: [missing], label: "read rows" };
    const [bytes] = await runPartitions<Uint8Array>(plan, "frame.tail", run);
    parts.unshift(fromArrowBytes(bytes));
    missing -= parts[0].length;
  }
  return parts;
}

/** One partition, or its first `limit` rows. */
export async function onePartition(plan: Plan, index: number, limit = Infinity): Promise<Partition> {
  const run = { only: [index], args: [limit], label: "read rows" };
  const [bytes] = await runPartitions<Uint8Array>(plan, "frame.partition", run);
  return fromArrowBytes(bytes);
}

/** All rows as an Arrow table of one record batch. Holds every row in memory, twice while it is made. */
export async function arrowTable(plan: Plan): Promise<Table> {
  return toArrowTable(toArrowBytes(concatPartitions(await computePartitions(plan))));
}
