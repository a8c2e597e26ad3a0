import type { Engine, Ref, Task } from "../engine/engine.js";
import { newKey } from "../engine/run-tasks.js";
import { packFunction } from "../engine/user-function/pack-function.js";
import type { PackedFunction } from "../engine/user-function/packed-function.js";
import type { ArgumentSource } from "../engine/user-function.js";
import { Future } from "./future.js";

/** An argument of a user's function: the value itself, a future of it, or an array in which some items are futures. */
export type FutureOr<T> = T | Future<T> | (T extends readonly (infer Item)[] ? readonly FutureOr<Item>[] : never);

/** The same for each argument in a list of arguments. */
export type FuturesOr<A extends readonly unknown[]> = { [I in keyof A]: FutureOr<A[I]> };

/**
 * Has the workers call a function once for each list of arguments. Futures among the arguments, or in an array among
 * them, make the task wait for their values. The function itself goes to each worker once.
 *
 * @throws {TypeError} the function cannot run on a worker, or a future is another client's.
 */
export function callOnWorkers<R>(
  engine: Engine,
  // biome-ignore lint/suspicious/noExplicitAny: any function at all.
  fn: (...args: any[]) => R | Promise<R>,
  argumentLists: Iterable<readonly unknown[]>,
): Future<R>[] {
  const packed = packFunction(fn);
  const functionKey = newKey("function");
  const tasks: Task[] = [];
  for (const args of argumentLists) tasks.push(callTask(engine, packed, functionKey, args));
  engine.put(functionKey, packed);
  try {
    engine.submit(tasks);
  } finally {
    engine.release([functionKey]);
  }
  return tasks.map(({ key }) => new Future<R>(engine, key, "pending"));
}

function callTask(engine: Engine, { name }: PackedFunction, functionKey: string, args: readonly unknown[]): Task {
  const refs: Ref[] = [];
  const source = (arg: unknown): ArgumentSource => {
    if (arg instanceof Future) {
      if (arg.engine !== engine) {
        throw new TypeError(`Future "${arg.key}" belongs to another client, so its value is not to be had here.`);
      }
      refs.push({ ref: arg.key });
      return { value: refs.length - 1 };
    }
    if (Array.isArray(arg) && arg.some((item) => item instanceof Future)) return { list: arg.map(source) };
    return { plain: arg };
  };
  const sources = args.map(source);
  return { key: newKey(name), name: "user.call", args: [{ ref: functionKey }, sources, ...refs], label: name };
}
