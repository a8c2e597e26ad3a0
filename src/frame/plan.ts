/**
 * Plans: what a lazy frame is. A plan says where the rows come from and what is done to them, partition by partition;
 * `slice-plan.ts` cuts out what one partition's task needs, and `run-plan.ts` carries that out on a worker.
 *
 * Plans are immutable and share their parts: X and y of one file meet in the same source, so a task that needs both
 * reads the file once. Nothing here reads data.
 */
import type { TaskName } from "../engine/engine.js";
import type { Source } from "../io/source.js";
import type { Partition } from "../partition/partition.js";
import type { Expression } from "./expression/expression.js";
import type { Aggregation } from "./groups/aggregation.js";
import type { JoinColumn } from "./join-column.js";
import type { RowMask } from "./row-mask.js";
import type { Cumulation } from "./running/cumulate.js";
import { type Field, pickFields, type Schema } from "./schema.js";
import type { Keep } from "./shuffle/distinct.js";
import type { SortKey } from "./shuffle/sort-order.js";
import type { StoredPartitions } from "./stored-partitions.js";
import type { UserCall } from "./user/user-call.js";

export type { Slice } from "./slice.js";

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

/** Rows that the engine keeps, as values of tasks: a persisted plan. */
export interface StoredPlan extends PlanBase {
  readonly op: "stored";
  readonly stored: StoredPartitions;
  readonly preview: Partition | undefined;
}

/** Some of the columns, in this order; `from[i]` is the input's name for column `i`. */
export interface SelectPlan extends PlanBase {
  readonly op: "select";
  readonly input: Plan;
  readonly from: readonly string[];
}

/** Columns worked out of the input's, one expression each. */
export interface ComputePlan extends PlanBase {
  readonly op: "compute";
  readonly input: Plan;
  readonly expressions: readonly Expression[];
}

/** The rows for which the condition is true. */
export interface QueryPlan extends PlanBase {
  readonly op: "query";
  readonly input: Plan;
  readonly condition: Expression;
}

/** The rows that their partition's mask keeps. `inputLengths` are the rows before the filter. */
export interface FilterPlan extends PlanBase {
  readonly op: "filter";
  readonly input: Plan;
  readonly masks: readonly RowMask[];
  readonly inputLengths: readonly number[];
}

/** The share `frac` of the rows, or `n` of them, each chosen by a hash of the seed and its place among all rows. */
export interface SamplePlan extends PlanBase {
  readonly op: "sample";
  readonly input: Plan;
  readonly size: { readonly frac: number } | { readonly n: number };
  readonly seed: number;
}

/** The rows from one place up to, not including, another; a negative one counts from the end. */
export interface RangePlan extends PlanBase {
  readonly op: "range";
  readonly input: Plan;
  readonly start: number;
  readonly stop: number;
}

/** The rows at these places among all, in this order; a negative one counts from the end. One partition. */
export interface TakePlan extends PlanBase {
  readonly op: "take";
  readonly input: Plan;
  readonly rows: readonly number[];
}

/** The first `n` rows in the order of the keys, stable. One partition. */
export interface TopPlan extends PlanBase {
  readonly op: "top";
  readonly input: Plan;
  readonly by: readonly SortKey[];
  readonly n: number;
}

/** In each row what the values of its column up to there come to, in all rows or in its group's. Keys come first, as they are. */
export interface CumulatePlan extends PlanBase {
  readonly op: "cumulate";
  readonly input: Plan;
  readonly by: Cumulation;
}

/** In each row the one that stands so many rows before it. */
export interface ShiftPlan extends PlanBase {
  readonly op: "shift";
  readonly input: Plan;
  readonly periods: number;
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
  readonly cut?: CallCut;
}

/**
 * How a large partition of a call is cut into pieces, so that all workers take part in few partitions: by functions that do
 * together what the call's does.
 */
export interface CallCut {
  /** Takes a slice and the call's arguments, and gives what all pieces take. */
  readonly prepare: TaskName;
  /** Takes that, the place of the piece and how many there are, the name of the call's function and its arguments; gives Arrow bytes. */
  readonly piece: TaskName;
  /** So many rows are not worth more than one piece. */
  readonly fewestRows: number;
}

/** What a user's function makes of each partition, or of each row; `call.per` says which. */
export interface UserPlan extends PlanBase {
  readonly op: "user";
  readonly input: Plan;
  readonly call: UserCall;
}

/**
 * What a user's function makes of each group of rows with the same values in `keys`: these, what it gives, and the place of the
 * group's first row among all, by which groups are put in order. Groups meet by their keys' hash, in as many partitions.
 */
export interface GroupApplyPlan extends PlanBase {
  readonly op: "groupApply";
  readonly input: Plan;
  readonly keys: readonly string[];
  readonly dropNa: boolean;
  readonly call: UserCall;
}

/** The partitions of several plans with the same columns, one after the other. */
export interface ConcatPlan extends PlanBase {
  readonly op: "concat";
  readonly inputs: readonly Plan[];
}

/** The same rows in another number of partitions: neighbours put together, or each cut into pieces. */
export interface RepartitionPlan extends PlanBase {
  readonly op: "repartition";
  readonly input: Plan;
}

/** The rows in the order of the keys, stable. */
export interface SortPlan extends PlanBase {
  readonly op: "sort";
  readonly input: Plan;
  readonly by: readonly SortKey[];
}

/** One row, the first or the last, for each combination of values in the columns `subset`. */
export interface DistinctPlan extends PlanBase {
  readonly op: "distinct";
  readonly input: Plan;
  readonly subset: readonly string[];
  readonly keep: Keep;
}

/**
 * A row for each combination of the keys' values, with aggregates: in the order of the keys if `sort`, else in which they
 * first come. `dropNa` leaves out rows with a missing key. One partition.
 */
export interface GroupPlan extends PlanBase {
  readonly op: "group";
  readonly input: Plan;
  readonly keys: readonly string[];
  readonly aggregations: readonly Aggregation[];
  readonly dropNa: boolean;
  readonly sort: boolean;
}

/**
 * The rows of the first input, each with the rows of the second that have the same values in the columns `on`. The
 * first one's partitions and order stay; "outer" adds a partition with the rows that only the second has. With
 * `broadcast` every task takes the whole second input, else the keys of both meet by their hash.
 */
export interface JoinPlan extends PlanBase {
  readonly op: "join";
  readonly inputs: readonly [Plan, Plan];
  readonly on: readonly string[];
  readonly how: "inner" | "left" | "outer";
  readonly broadcast: boolean;
  /** Whether it is known that no row finds more than one, so that a left join has the rows of the first input. */
  readonly isLookup?: boolean;
  readonly columns: readonly JoinColumn[];
}

export type Plan =
  | ReadPlan
  | MemoryPlan
  | StoredPlan
  | SelectPlan
  | ComputePlan
  | QueryPlan
  | FilterPlan
  | SamplePlan
  | RangePlan
  | TakePlan
  | TopPlan
  | CumulatePlan
  | ShiftPlan
  | ZipPlan
  | CallPlan
  | UserPlan
  | GroupApplyPlan
  | ConcatPlan
  | RepartitionPlan
  | SortPlan
  | DistinctPlan
  | GroupPlan
  | JoinPlan;

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

/** Whether a partition of the plan is made of values of tasks that take other partitions too, so that one alone costs about what all cost. */
export function takesTasks(plan: Plan): boolean {
  return planParts(plan).some((part) => part.op === "repartition" || takesOthers(part));
}

/** Whether a part takes for each partition what tasks made of others. */
export function takesOthers({ op }: Plan): boolean {
  return [
    "sample",
    "range",
    "take",
    "top",
    "cumulate",
    "shift",
    "sort",
    "distinct",
    "group",
    "groupApply",
    "join",
  ].includes(op);
}

/** Whether a part calls a user's function. */
export function callsUser({ op }: Plan): boolean {
  return op === "user" || op === "groupApply";
}

/** Whether each partition of a plan is made of those at its place of whatever the plan begins with. */
export function keepsPlaces(plan: Plan): boolean {
  const keeping = ["read", "memory", "stored", "select", "compute", "query", "filter", "zip"];
  return planParts(plan).every(({ op }) => keeping.includes(op));
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

function inputsOf(part: Plan): readonly Plan[] {
  if ("inputs" in part) return part.inputs;
  return "input" in part ? [part.input] : [];
}
