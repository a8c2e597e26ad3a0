/** What the files that fit a forest share: tasks, and how many rows one of them predicts. */
import type { Task, TaskArg, TaskName } from "../../engine/engine.js";
import { newKey } from "../../engine/run-tasks.js";
import type { PartitionTasks } from "../../frame/run-partitions.js";

export const DEFAULT_TREES = 100;

/** Rows that one task predicts out of the bag. */
export const OUT_OF_BAG_ROWS = 32_768;

export function task(name: TaskName, label: string, args: readonly TaskArg[]): Task {
  return { key: newKey(name), name, args, label };
}

/** A task for each tree from number `from` on. */
export function treeTasks(
  name: TaskName,
  { nEstimators = DEFAULT_TREES }: { readonly nEstimators?: number },
  from: number,
  args: (tree: number) => readonly TaskArg[],
): Task[] {
  return Array.from({ length: nEstimators - from }, (_, i) =>
    task(name, `tree ${from + i + 1} of ${nEstimators}`, args(from + i)),
  );
}

export function allTasks({ inputs, tasks }: PartitionTasks): Task[] {
  return [...inputs, ...tasks];
}
