import type { TaskArg, TaskName } from "../engine/engine.js";
import type { Plan } from "./plan.js";
import type { SlicePart } from "./slice.js";

/** Arguments of a partition's task, after its slice. */
export type ArgsOf = readonly TaskArg[] | ((index: number) => readonly TaskArg[]);

/**
 * What a part of a plan that takes more than one partition of its input, like a sort, uses to say so: it adds tasks
 * that run before, and names their values in its slices by their keys.
 */
export interface Slicing {
  /** What a partition's task runs to yield exactly these columns of a plan, in this order. */
  slice(plan: Plan, index: number, columns: readonly string[]): SlicePart;
  /** What `make` gives, made when it is first asked for: the tasks of a part serve all its partitions. */
  once<T>(part: Plan, make: () => T): T;
  /** Adds a task for each partition of a plan, which takes a slice with these columns. Gives the tasks' keys. */
  addTasks(plan: Plan, columns: readonly string[], name: TaskName, args: ArgsOf, label: string): string[];
  /** Adds such a task for one partition. Gives its key. */
  addTaskOf(
    plan: Plan,
    index: number,
    columns: readonly string[],
    name: TaskName,
    args: readonly TaskArg[],
    label: string,
  ): string;
  /** Adds a task that takes no slice. Gives its key. One that is `urgent` runs before others as soon as it can. */
  addTask(name: TaskName, args: readonly TaskArg[], label: string, urgent?: boolean): string;
}

/** The values of these tasks, as arguments of a task. */
export function refs(keys: readonly string[]): TaskArg[] {
  return keys.map((ref) => ({ ref }));
}
