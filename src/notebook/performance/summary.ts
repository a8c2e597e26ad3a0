import type { TaskTime } from "../../client/performance-report.js";

/** The tasks of one name, in milliseconds. */
export interface TaskGroup {
  readonly name: string;
  readonly count: number;
  readonly failed: number;
  readonly total: number;
  readonly longest: number;
}

/** Of tasks that call a user's function the label is that function's name; other labels tell tasks of a name apart. */
export function groupName({ name, label }: TaskTime): string {
  return name === "user.call" ? label : name;
}

/** The tasks by name, those that took most time first. */
export function groupTasks(tasks: readonly TaskTime[]): TaskGroup[] {
  const groups = new Map<string, TaskGroup>();
  for (const task of tasks) {
    const name = groupName(task);
    const { count, failed, total, longest } = groups.get(name) ?? { count: 0, failed: 0, total: 0, longest: 0 };
    const time = task.stop - task.start;
    groups.set(name, {
      name,
      count: count + 1,
      failed: failed + (task.failed ? 1 : 0),
      total: total + time,
      longest: Math.max(longest, time),
    });
  }
  return [...groups.values()].sort((a, b) => b.total - a.total);
}

/** A time as people read it: "0.3 ms", "12 ms", "1.5 s", "3 min 20 s". */
export function timeText(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
