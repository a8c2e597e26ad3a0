import { createHash } from "node:crypto";
import type { Engine } from "../engine/engine.js";
import { newKey } from "../engine/run-tasks.js";
import { packFunction, packWith } from "../engine/user-function/pack-function.js";
import type { PackedFunction } from "../engine/user-function/packed-function.js";
import { ArgumentReader } from "./call-arguments.js";
import { Future } from "./future.js";

/** An argument of a user's function: the value itself, a future of it, or an array or plain object that holds futures. */
export type FutureOr<T> =
  | T
  | Future<T>
  | (T extends readonly (infer Item)[]
      ? readonly FutureOr<Item>[]
      : T extends Readonly<Record<string, unknown>>
        ? { readonly [K in keyof T]: FutureOr<T[K]> }
        : never);

/** What the future of a call gives: what the function returns; of a generator, an array of all that it yields. */
export type Returned<R> = R extends Generator<infer T> | AsyncGenerator<infer T> ? T[] : Awaited<R>;

/** The same for each argument in a list of arguments. */
export type FuturesOr<A extends readonly unknown[]> = { [I in keyof A]: FutureOr<A[I]> };

/** Beyond so many bytes in one call's arguments, a scattered value is better. */
const muchData = 10_000_000;

/**
 * Has the workers call a function once for each list of arguments. Futures among the arguments, or in arrays and plain
 * objects among them, make the task wait for their values. The function itself goes to each worker once.
 *
 * @throws {TypeError} the function cannot run on a worker, an argument cannot go there, or a future is another client's.
 */
export function callOnWorkers<R>(
  engine: Engine,
  // biome-ignore lint/suspicious/noExplicitAny: any function at all.
  fn: (...args: any[]) => unknown,
  argumentLists: Iterable<readonly unknown[]>,
): Future<R>[] {
  let packed = packFunction(fn);
  const reader = new ArgumentReader(engine, fn.name);
  const calls = Array.from(argumentLists, (args) => reader.read(args));
  if (reader.kept.length > 0) packed = packWith(fn, reader.kept);
  const { name } = packed;
  if (calls.some(({ sent }) => sent !== undefined && sent.length > muchData)) warnOfMuch(packed);
  const functionKey = newKey("function");
  const kind = kindOf(fn);
  const tasks = calls.map(({ sources, sent, refs }, i) => ({
    key: newKey(name),
    name: "user.call",
    kind,
    args: [{ ref: functionKey }, sources, sent, ...refs],
    label: name,
    item: calls.length > 1 ? i : undefined,
  }));
  engine.put(functionKey, packed);
  try {
    engine.submit(tasks);
  } finally {
    engine.release([functionKey]);
  }
  return tasks.map(({ key }) => new Future<R>(engine, key, "pending"));
}

const kinds = new WeakMap<object, string>();

/** Functions of the same text are of one kind of task, whatever values they use: a loop may make one for each task. */
function kindOf(fn: (...args: never[]) => unknown): string {
  let kind = kinds.get(fn);
  if (kind === undefined) {
    kind = `user.call ${createHash("sha1").update(fn.toString()).digest("base64")}`;
    kinds.set(fn, kind);
  }
  return kind;
}

const warned = new Set<string>();

function warnOfMuch({ name, hash }: PackedFunction): void {
  if (warned.has(hash)) return;
  warned.add(hash);
  process.emitWarning(
    `An argument of "${name}" is data of more than ${muchData / 1e6} MB, which is copied for every call. Given once to ` +
      "client.scatter(…), whose future is then the argument, it goes to each worker once.",
  );
}
