import type { Engine, Task, Value } from "./engine.js";
import { followTasks } from "./follow-tasks.js";

let counter = 0;

/** A key that no other task of this process has: the name it is given, and a number. */
export function newKey(name: string): string {
  counter += 1;
  return `${name}-${counter}`;
}

export interface TaskRun {
  /** Tasks that the others take the values of; each value goes as soon as nothing needs it. */
  readonly inputs?: readonly Task[];
  /** What the tasks make, as progress counts it: `"trees"`. Without one no progress is shown. */
  readonly title?: string;
}

/**
 * Runs tasks and gives their values in the order of the tasks. The values are released at the end, and at the first
 * error the tasks that are still to run are cancelled.
 *
 * @throws the error of the first task that failed.
 */
export async function runTasks<T extends Value>(
  engine: Engine,
  tasks: readonly Task[],
  { inputs = [], title }: TaskRun = {},
): Promise<T[]> {
  const keys = tasks.map(({ key }) => key);
  const inputKeys = inputs.map(({ key }) => key);
  const unfollow = title === undefined ? undefined : followTasks(engine, keys, title);
  engine.submit([...inputs, ...tasks]);
  engine.release(inputKeys);
  try {
    return (await Promise.all(keys.map((key) => engine.fetch(key)))) as T[];
  } catch (error) {
    await engine.cancel([...inputKeys, ...keys]);
    throw error;
  } finally {
    unfollow?.();
    engine.release(keys);
  }
}
