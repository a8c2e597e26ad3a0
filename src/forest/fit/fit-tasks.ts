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

/** Tasks for the trees from number `from` on, each for so many of them: those from one number up to another. */
export function treeTasks(
  name: TaskName,
  { nEstimators = DEFAULT_TREES }: { readonly nEstimators?: number },
  from: number,
  each: number,
  args: (from: number, to: number) => readonly TaskArg[],
): Task[] {
  return Array.from({ length: Math.ceil((nEstimators - from) / each) }, (_, i) => {
    const first = from + i * each;
    const last = Math.min(nEstimators, first + each);
    const which = last === first + 1 ? `tree ${last}` : `trees ${first + 1} to ${last}`;
    return task(name, `${which} of ${nEstimators}`, args(first, last));
  });
}

/** Features that a task looks at in rows, of trees one after the other: some milliseconds of work, to which sending one more message would add. */
const TASK_VALUES = 2 ** 17;
/** Tasks for each worker if trees are small, so that one that is held up does not hold up all. */
const TASKS_OF_WORKER = 2;

/** How many trees a task is to grow: one, but several small ones, as many in each round of tasks that workers take. */
export function treesOfTask(trees: number, rows: number, maxFeatures: number, workers: number): number {
  const least = (trees * rows * maxFeatures) / (TASK_VALUES * workers);
  return Math.ceil(trees / (workers * Math.max(TASKS_OF_WORKER, Math.ceil(least))));
}

export function allTasks({ inputs, tasks }: PartitionTasks): Task[] {
  return [...inputs, ...tasks];
}
