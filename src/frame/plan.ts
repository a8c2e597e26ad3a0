/**
 * Plans: what a lazy frame is. A plan says where the rows come from and what is done to them, partition by partition;
 * `slicePlan` cuts out what one partition's task needs, and `run-plan.ts` carries that out on a worker.
 *
 * Plans are immutable and share their parts: X and y of one file meet in the same source, so a task that needs both
 * reads the file once. Nothing here reads data.
 */
import type { TaskName } from "../engine/engine.js";
import type { Block, Source, Table } from "../io/source.js";
import type { Partition } from "../partition/partition.js";
import type { RowMask } from "./row-mask.js";
import { type Field, pickFields, type Schema } from "./schema.js";

interface PlanBase {
  readonly schema: Schema;
  readonly npartitions: number;
}

/** Rows of files, a block a partition. The preview holds the first rows, where opening the files told them. */
export interface ReadPlan extends PlanBase {
  readonly op: "read";
  readonly source: Source;
  readonly preview?: Partition;
}

/** Rows that are in memory, as Arrow bytes. */
export interface MemoryPlan extends PlanBase {
  readonly op: "memory";
  readonly partitions: readonly Uint8Array[];
  readonly lengths: readonly number[];
}

/** Some of the columns, in this order; `from[i]` is the input's name for column `i`. */
export interface SelectPlan extends PlanBase {
  readonly op: "select";
  readonly input: Plan;
  readonly from: readonly string[];
}

/** The rows that their partition's mask keeps. `inputLengths` are the rows before the filter. */
export interface FilterPlan extends PlanBase {
  readonly op: "filter";
  readonly input: Plan;
  readonly masks: readonly RowMask[];
  readonly inputLengths: readonly number[];
}

/** The columns of two plans with the same rows, side by side. */
export interface ZipPlan extends PlanBase {
  readonly op: "zip";
  readonly inputs: readonly [Plan, Plan];
}

/** What a named task function makes of each partition: it takes the partition and `args`, keeps the rows' number and order. */
export interface CallPlan extends PlanBase {
  readonly op: "call";
  readonly input: Plan;
  readonly task: TaskName;
  readonly args: readonly unknown[];
}

export type Plan = ReadPlan | MemoryPlan | SelectPlan | FilterPlan | ZipPlan | CallPlan;

/** The part of a plan that one partition's task runs: plain data, in which shared parts stay shared. */
export type Slice =
  | { readonly op: "read"; readonly table: Table; readonly block: Block; readonly columns: readonly string[] }
  | { readonly op: "memory"; readonly bytes: Uint8Array; readonly columns: readonly string[] }
  | { readonly op: "select"; readonly input: Slice; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly op: "filter"; readonly input: Slice; readonly mask: RowMask }
  | { readonly op: "zip"; readonly inputs: readonly [Slice, Slice] }
  | { readonly op: "call"; readonly input: Slice; readonly task: TaskName; readonly args: readonly unknown[] };

/** A plan that reads an opened source. */
export function readPlan(source: Source, preview?: Partition): ReadPlan {
  const schema = source.schema.map(({ name, dtype }) => ({ name, dtype }));
  return { op: "read", source, preview, schema, npartitions: source.blocks.length };
}

/**
 * The columns `from` of a plan, under the names `to`.
 *
 * @throws {ColumnError} one of them is not there.
 */
export function selectColumns(input: Plan, from: readonly string[], what: string, to = from): Plan {
  const fields = pickFields(input.schema, from, what);
  const schema: Field[] = fields.map(({ dtype }, i) => ({ name: to[i], dtype }));
  return { op: "select", input, from, schema, npartitions: input.npartitions };
}

/** Two plans with the same rows in the same partitions, side by side; their columns' names must not meet. */
export function zipPlans(left: Plan, right: Plan): Plan {
  const schema = [...left.schema, ...right.schema];
  return { op: "zip", inputs: [left, right], schema, npartitions: left.npartitions };
}

/** The names of a plan's columns. */
export function columnNames(plan: Plan): string[] {
  return plan.schema.map((field) => field.name);
}

/** Every part of a plan, each once, inputs before what uses them. */
export function planParts(plan: Plan): Plan[] {
  const parts = new Set<Plan>();
  const visit = (part: Plan): void => {
    if (parts.has(part)) return;
    for (const input of inputsOf(part)) visit(input);
    parts.add(part);
  };
  visit(plan);
  return [...parts];
}

/** The columns that each part must yield so that the plan yields `columns`: what is not named is never parsed. */
export function neededColumns(plan: Plan, columns: readonly string[]): Map<Plan, Set<string>> {
  const needed = new Map<Plan, Set<string>>([[plan, new Set(columns)]]);
  const add = (part: Plan, names: Iterable<string>): void => {
    const known = needed.get(part) ?? new Set();
    for (const name of names) known.add(name);
    needed.set(part, known);
  };
  for (const part of planParts(plan).reverse()) {
    const names = needed.get(part) ?? new Set<string>();
    switch (part.op) {
      case "select":
        add(
          part.input,
          part.from.filter((_, i) => names.has(part.schema[i].name)),
        );
        break;
      case "filter":
        add(part.input, names);
        break;
      case "zip":
        for (const input of part.inputs)
          add(
            input,
            columnNames(input).filter((name) => names.has(name)),
          );
        break;
      case "call":
        add(part.input, columnNames(part.input));
        break;
      case "read":
      case "memory":
        break;
    }
  }
  return needed;
}

/**
 * What the task of partition `index` runs to yield `columns` of the plan.
 *
 * @param blocks - the exact blocks of every source in the plan.
 */
export function slicePlan(
  plan: Plan,
  index: number,
  needed: ReadonlyMap<Plan, ReadonlySet<string>>,
  blocks: ReadonlyMap<Source, readonly Block[]>,
): Slice {
  const slices = new Map<Plan, Slice>();
  for (const part of planParts(plan)) {
    const names = needed.get(part) ?? new Set();
    slices.set(part, slicePart(part, index, names, slices, blocks));
  }
  return slices.get(plan) as Slice;
}

function slicePart(
  part: Plan,
  index: number,
  names: ReadonlySet<string>,
  slices: ReadonlyMap<Plan, Slice>,
  blocks: ReadonlyMap<Source, readonly Block[]>,
): Slice {
  const input = (plan: Plan) => slices.get(plan) as Slice;
  const kept = part.schema.map((field, i) => ({ name: field.name, i })).filter(({ name }) => names.has(name));
  const columns = kept.map(({ name }) => name);
  switch (part.op) {
    case "read": {
      const { blocks: _, ...table } = part.source;
      return { op: "read", table, block: (blocks.get(part.source) ?? [])[index], columns };
    }
    case "memory":
      return { op: "memory", bytes: part.partitions[index], columns };
    case "select":
      return { op: "select", input: input(part.input), from: kept.map(({ i }) => part.from[i]), to: columns };
    case "filter":
      return { op: "filter", input: input(part.input), mask: part.masks[index] };
    case "zip":
      return { op: "zip", inputs: [input(part.inputs[0]), input(part.inputs[1])] };
    case "call":
      return { op: "call", input: input(part.input), task: part.task, args: part.args };
  }
}

function inputsOf(part: Plan): readonly Plan[] {
  switch (part.op) {
    case "read":
    case "memory":
      return [];
    case "zip":
      return part.inputs;
    default:
      return [part.input];
  }
}
