import type { Engine, Task, Value } from "./engine.js";
import { type Followed, type Following, followTasks } from "./follow-tasks.js";

let counter = 0;

/** A key that no other task of this process has: the name it is given, and a number. */
export function newKey(name: string): string {
  counter += 1;
  return `${name}-${counter}`;
}

export interface TaskRun extends Partial<Followed> {
  /** Tasks that the others take the values of; each value goes as soon as nothing needs it. */
  readonly inputs?: readonly Task[];
  /** Without one no progress is shown. */
  readonly title?: string;
  /**
   * Finds out, from when the tasks are submitted, how an error falls, if somebody would see it; what it gives ends that,
   * before the tasks' values are released.
   */
  readonly findErrors?: (show: NonNullable<Following["showErrors"]>) => () => void;
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
  { inputs = [], title, counts, rows, measure, findErrors }: TaskRun = {},
): Promise<T[]> {
  const keys = tasks.map(({ key }) => key);
  const inputKeys = inputs.map(({ key }) => key);
  const following = title === undefined ? undefined : followTasks(engine, keys, { title, counts, rows, measure });
  try {
    engine.submit([...inputs, ...tasks]);
  } catch (error) {
    following?.stop();
    throw error;
  }
  engine.release(inputKeys);
  const stopErrors = following?.showErrors && findErrors?.(following.showErrors);
  try {
    return (await Promise.all(keys.map((key) => engine.fetch(key)))) as T[];
  } catch (error) {
    await engine.cancel([...inputKeys, ...keys]);
    throw error;
  } finally {
    stopErrors?.();
    following?.stop();
    engine.release(keys);
  }
}
