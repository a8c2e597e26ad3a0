import type { Engine, Task, Value } from "./engine.js";

let counter = 0;

/** A key that no other task of this process has: the name it is given, and a number. */
export function newKey(name: string): string {
  counter += 1;
  return `${name}-${counter}`;
}

/**
 * Runs tasks and gives their values in the order of the tasks. Their values are released at the end, and at the first
 * error the tasks that are still to run are cancelled.
 *
 * @throws the error of the first task that failed.
 */
export async function runTasks<T extends Value>(engine: Engine, tasks: readonly Task[]): Promise<T[]> {
  const keys = tasks.map((task) => task.key);
  engine.submit(tasks);
  try {
    return (await Promise.all(keys.map((key) => engine.fetch(key)))) as T[];
  } catch (error) {
    await engine.cancel(keys);
    throw error;
  } finally {
    engine.release(keys);
  }
}
