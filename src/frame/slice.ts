/**
 * What one partition's task runs of a plan: plain data, in which shared parts stay shared. Where a part takes the
 * values of other tasks it names them by key; the values themselves come as arguments of the task.
 */
import type { TaskName, Value } from "../engine/engine.js";
import type { Block, Table } from "../io/source.js";
import type { Expression } from "./expression/expression.js";
import type { Aggregation } from "./groups/aggregation.js";
import type { JoinColumn } from "./join-column.js";
import type { RowMask } from "./row-mask.js";
import type { Cumulation } from "./running/cumulate.js";
import type { Schema } from "./schema.js";
import type { SortKey } from "./shuffle/sort-order.js";
import type { UserCall } from "./user/user-call.js";

/** What task functions take and hand to `runPlan`. */
export interface Slice {
  readonly part: SlicePart;
  /** The values of the tasks that the part names, by key. */
  readonly values?: ReadonlyMap<string, Value>;
}

interface Over {
  readonly input: SlicePart;
}

interface Keyed {
  /** Keys of tasks, in the order of their partitions. */
  readonly keys: readonly string[];
}

export type SlicePart =
  | { readonly op: "read"; readonly table: Table; readonly block: Block; readonly columns: readonly string[] }
  | { readonly op: "memory"; readonly bytes: Uint8Array; readonly columns: readonly string[] }
  | (Keyed & { readonly op: "stored"; readonly columns: readonly string[] })
  | (Keyed & { readonly op: "pieces"; readonly piece: number; readonly columns: readonly string[] })
  | (Over & { readonly op: "select"; readonly from: readonly string[]; readonly to: readonly string[] })
  | (Over & { readonly op: "compute"; readonly expressions: readonly Expression[]; readonly names: readonly string[] })
  | (Over & { readonly op: "query"; readonly condition: Expression; readonly columns: readonly string[] })
  | (Over & { readonly op: "filter"; readonly mask: RowMask })
  | (Over &
      Keyed & {
        readonly op: "sample";
        readonly index: number;
        readonly frac: number | undefined;
        readonly seed: number;
      })
  | (Over &
      Keyed & {
        readonly op: "range";
        readonly index: number;
        readonly start: number;
        readonly stop: number;
        readonly schema: Schema;
      })
  | (Keyed & { readonly op: "take"; readonly rows: readonly number[]; readonly columns: readonly string[] })
  | (Keyed & { readonly op: "top"; readonly by: readonly SortKey[]; readonly n: number })
  | (Over & Keyed & { readonly op: "cumulate"; readonly by: Cumulation })
  | (Over & Keyed & { readonly op: "shift"; readonly periods: number })
  | { readonly op: "zip"; readonly inputs: readonly [SlicePart, SlicePart] }
  | { readonly op: "concat"; readonly inputs: readonly SlicePart[] }
  | (Over & { readonly op: "call"; readonly task: TaskName; readonly args: readonly unknown[] })
  | (Over & { readonly op: "user"; readonly call: UserCall; readonly schema: Schema })
  | (Over & { readonly op: "sort"; readonly by: readonly SortKey[] })
  | (Over & Keyed & { readonly op: "distinct"; readonly index: number })
  | (Keyed & {
      readonly op: "group";
      readonly nKeys: number;
      readonly aggregations: readonly Aggregation[];
      readonly names: readonly string[];
      readonly sort: boolean;
    })
  | JoinPart;

/** The rows of `left` with what matches; `keys` are those of the other side's partitions, or of the matches by hash. */
export interface JoinPart extends Keyed {
  readonly op: "join";
  /** Undefined for the partition of an outer join that holds what has no match. */
  readonly left: SlicePart | undefined;
  readonly matching: "broadcast" | "hash";
  readonly how: "inner" | "left" | "outer";
  readonly index: number;
  readonly on: readonly string[];
  /** The names of the other side's columns, in the order in which its rows hold them: the keys first. */
  readonly otherColumns: readonly string[];
  /** The columns to yield, and where each comes from. */
  readonly schema: Schema;
  readonly columns: readonly JoinColumn[];
}

/** The keys of all tasks whose values a part takes. */
export function keysOf(part: SlicePart): string[] {
  const keys = new Set<string>();
  const seen = new Set<SlicePart>();
  const visit = (each: SlicePart | undefined): void => {
    if (each === undefined || seen.has(each)) return;
    seen.add(each);
    if ("keys" in each) for (const key of each.keys) keys.add(key);
    if ("input" in each) visit(each.input);
    if ("inputs" in each) each.inputs.forEach(visit);
    if ("left" in each) visit(each.left);
  };
  visit(part);
  return [...keys];
}
