import type { Task, TaskArg, TaskName } from "../engine/engine.js";
import { newKey } from "../engine/run-tasks.js";
import { sliceApply } from "./groups/slice-apply.js";
import { sliceGroup } from "./groups/slice-group.js";
import { neededColumns } from "./needed-columns.js";
import { sliceRange, sliceTake } from "./places/slice-places.js";
import { sliceSample } from "./places/slice-sample.js";
import {
  type CallPlan,
  callsUser,
  columnNames,
  type Plan,
  type QueryPlan,
  type StoredPlan,
  takesTasks,
} from "./plan.js";
import { mayHold, withoutRows } from "./row-group-bounds.js";
import { sliceCumulate, sliceShift } from "./running/slice-running.js";
import { sliceDistinct } from "./shuffle/slice-distinct.js";
import { sliceJoin } from "./shuffle/slice-join.js";
import { sliceRepartition } from "./shuffle/slice-repartition.js";
import { sliceSort } from "./shuffle/slice-sort.js";
import { sliceTop } from "./shuffle/slice-top.js";
import { keysOf, type SlicePart } from "./slice.js";
import { sliceCall } from "./slice-call.js";
import { type ArgsOf, refs, type Slicing } from "./slicing.js";
import type { SourceBlocks } from "./source-blocks.js";

/** What has to be found out before a plan can be sliced. */
export interface PlanFacts {
  /** The blocks of every source in the plan. */
  readonly blocks: SourceBlocks;
  /** The engine's keys of every persisted part. */
  readonly stored: ReadonlyMap<StoredPlan, readonly string[]>;
  /** Of calls that are cut: into how many pieces each partition is. */
  readonly pieces: ReadonlyMap<CallPlan, readonly number[]>;
}

/**
 * Cuts a plan into what each partition's task runs. Parts are sliced once for each partition, so that what several of
 * them share is shared in the slice too. Pure but for the names of tasks.
 */
export class PlanSlicer implements Slicing {
  /** The tasks that have to run before those of the slices, because these take their values. */
  readonly tasks: Task[];
  /** Tells its tasks from those of other plans, which may take longer or shorter. */
  readonly #number = newKey("plan");
  readonly #facts: PlanFacts;
  readonly #needed: ReadonlyMap<Plan, ReadonlySet<string>>;
  readonly #parts = new Map<Plan, Map<number, SlicePart>>();
  readonly #made = new Map<Plan, unknown>();

  constructor(plan: Plan, columns: readonly string[], facts: PlanFacts, tasks: Task[] = []) {
    this.#facts = facts;
    this.tasks = tasks;
    this.#needed = neededColumns(plan, columns);
  }

  slice(plan: Plan, index: number, columns: readonly string[]): SlicePart {
    const part = this.#part(plan, index);
    const yielded = this.#columns(plan);
    const exact = yielded.length === columns.length && yielded.every((name, i) => name === columns[i]);
    return exact ? part : { op: "select", input: part, from: columns, to: columns };
  }

  once<T>(part: Plan, make: () => T): T {
    if (!this.#made.has(part)) this.#made.set(part, make());
    return this.#made.get(part) as T;
  }

  addTasks(plan: Plan, columns: readonly string[], name: TaskName, args: ArgsOf, label: string): string[] {
    // A source is read with these columns only; what is made by tasks is not made twice for having fewer.
    const slicer = takesTasks(plan) ? this : new PlanSlicer(plan, columns, this.#facts, this.tasks);
    return Array.from({ length: plan.npartitions }, (_, index) =>
      slicer.addTaskOf(plan, index, columns, name, args, label),
    );
  }

  addTaskOf(
    plan: Plan,
    index: number,
    columns: readonly string[],
    name: TaskName,
    args: ArgsOf,
    label: string,
  ): string {
    const task = this.taskOf(plan, index, columns, name, args, label);
    this.tasks.push(task);
    return task.key;
  }

  addTask(name: TaskName, args: readonly TaskArg[], label: string, urgent = false): string {
    const key = newKey(name);
    this.tasks.push({ key, name, args, label, priority: urgent ? -1 : 0 });
    return key;
  }

  /** The task that runs `name` on a slice; where the slice takes values of other tasks, they are brought to it. */
  taskOf(plan: Plan, index: number, columns: readonly string[], name: TaskName, args: ArgsOf, label: string): Task {
    const part = this.slice(plan, index, columns);
    const keys = keysOf(part);
    const rest = typeof args === "function" ? args(index) : args;
    const kind = `${name} of ${this.#number}`;
    const common = { key: newKey(name), kind, label: `${label}, partition ${index + 1} of ${plan.npartitions}` };
    if (keys.length === 0) return { ...common, name, args: [{ part }, ...rest] };
    return { ...common, name: "frame.withValues", args: [name, part, keys, ...refs(keys), ...rest] };
  }

  #part(plan: Plan, index: number): SlicePart {
    const parts = this.#parts.get(plan) ?? new Map<number, SlicePart>();
    this.#parts.set(plan, parts);
    const known = parts.get(index);
    if (known !== undefined) return known;
    const part = this.#cut(plan, index);
    parts.set(index, part);
    return part;
  }

  #cut(part: Plan, index: number): SlicePart {
    const columns = this.#columns(part);
    switch (part.op) {
      case "read": {
        const { blocks: _, ...table } = part.source;
        return { op: "read", table, block: (this.#facts.blocks.get(part.source) ?? [])[index], columns };
      }
      case "memory":
        return { op: "memory", bytes: part.partitions[index], columns };
      case "stored":
        return { op: "stored", keys: [(this.#facts.stored.get(part) ?? [])[index]], columns };
      case "select": {
        const from = part.from.filter((_, i) => this.#isNeeded(part, i));
        return { op: "select", input: this.#part(part.input, index), from, to: columns };
      }
      case "compute": {
        const expressions = part.expressions.filter((_, i) => this.#isNeeded(part, i));
        return { op: "compute", input: this.#part(part.input, index), expressions, names: columns };
      }
      case "query":
        return { op: "query", input: this.#filtered(part, index), condition: part.condition, columns };
      case "filter":
        return { op: "filter", input: this.slice(part.input, index, columns), mask: part.masks[index] };
      case "zip": {
        const [left, right] = part.inputs.map((input) => {
          const own = new Set(columnNames(input));
          return this.slice(
            input,
            index,
            columns.filter((name) => own.has(name)),
          );
        });
        return { op: "zip", inputs: [left, right] };
      }
      case "call":
        return sliceCall(this, part, index, this.#facts.pieces.get(part)?.[index] ?? 1);
      case "user": {
        const input = this.slice(part.input, index, columnNames(part.input));
        return { op: "user", input, call: part.call, schema: part.schema };
      }
      case "groupApply":
        return sliceApply(this, part, index);
      case "concat": {
        let place = index;
        const input = part.inputs.find(({ npartitions }) => {
          if (place < npartitions) return true;
          place -= npartitions;
          return false;
        });
        return this.slice(input as Plan, place, columns);
      }
      case "sample":
        return sliceSample(this, part, index, columns);
      case "range":
        return sliceRange(this, part, index, columns);
      case "take":
        return sliceTake(this, part, columns);
      case "top":
        return sliceTop(this, part, columns);
      case "cumulate":
        return sliceCumulate(this, part, index, columns);
      case "shift":
        return sliceShift(this, part, index, columns);
      case "repartition":
        return sliceRepartition(this, part, index, columns);
      case "sort":
        return sliceSort(this, part, index, columns);
      case "distinct":
        return sliceDistinct(this, part, index, columns);
      case "group":
        return sliceGroup(this, part, columns);
      case "join":
        return sliceJoin(this, part, index, columns);
    }
  }

  /** What a filter takes its rows from; without any, where the source knows that none stays. */
  #filtered({ input, condition }: QueryPlan, index: number): SlicePart {
    const part = this.#part(input, index);
    if (input.op !== "read" || part.op !== "read" || mayHold(condition, input, part.block)) return part;
    return { ...part, block: withoutRows(part.block) };
  }

  /** The columns that the slices of a part yield, in the order of its schema; those of calls are all. */
  #columns(part: Plan): string[] {
    if (part.op === "call" || callsUser(part)) return columnNames(part);
    return columnNames(part).filter((_, i) => this.#isNeeded(part, i));
  }

  #isNeeded(part: Plan, place: number): boolean {
    return this.#needed.get(part)?.has(part.schema[place].name) ?? false;
  }
}
