import type { Engine, TaskEvent } from "../engine/engine.js";
import { isPackedLoose, unpackLoose } from "../engine/user-function/pack-loose.js";
import { whatItIs } from "../what-it-is.js";

/**
 * What became of a future's task: "lost" is a value that was there and is gone, because the cluster was restarted or
 * closed.
 */
export type FutureStatus = "pending" | "finished" | "error" | "cancelled" | "lost";

/** The statuses of an engine's futures, kept by its events. */
const statusesByEngine = new WeakMap<Engine, Map<string, FutureStatus>>();

/** Gives up the value of a future that nothing refers to any more. */
const unreachable = new FinalizationRegistry<{ engine: Engine; key: string }>(({ engine, key }) => {
  statusesByEngine.get(engine)?.delete(key);
  engine.release([key]);
});

/**
 * A value that a worker computes or keeps. It stays there until it is asked for, and can be given to further tasks,
 * which then wait for it. The value is kept as long as the program holds the future.
 *
 * A future is not a promise: awaiting it gives the future itself, and `await future.result()` the value.
 */
export class Future<T = unknown> {
  /** Names the value within its client. */
  readonly key: string;
  /** The engine that has the value. @internal */
  readonly engine: Engine;

  /** Futures come from `client.submit`, `client.map` and `client.scatter`. @internal */
  constructor(engine: Engine, key: string, status: FutureStatus) {
    this.engine = engine;
    this.key = key;
    statusesOf(engine).set(key, status);
    unreachable.register(this, { engine, key });
  }

  get status(): FutureStatus {
    return statusesOf(this.engine).get(this.key) ?? "pending";
  }

  /**
   * The value, when it is there: a copy, but for bytes, which are the very memory that the workers share and must not be
   * written to. Rejects with the error of the task, or of the task it depended on.
   */
  async result(): Promise<T> {
    return ownCopy(await this.engine.fetch(this.key)) as T;
  }

  /** The error that `result()` would reject with, or undefined when there is a value. Waits for the task. */
  async exception(): Promise<Error | undefined> {
    try {
      await this.engine.settled(this.key);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** Such as `Future "square-12": pending`. */
  toString(): string {
    return `Future ${JSON.stringify(this.key)}: ${this.status}`;
  }

  /** Withdraws the task and what depends on it. Resolves when none of it runs any more. */
  cancel(): Promise<void> {
    return this.engine.cancel([this.key]);
  }
}

/** A copy that the caller may change, while tasks go on using the value. */
function ownCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (isPackedLoose(value)) return unpackLoose(value);
  return structuredClone(value);
}

/**
 * One future, or several, as a list.
 *
 * @param owner - the name of the function they were given to.
 * @throws {TypeError} something among them is no future.
 */
export function futuresOf<F extends Future>(given: F | Iterable<F>, owner: string): F[] {
  if (given instanceof Future) return [given];
  const isList = typeof Object(given)[Symbol.iterator] === "function" && typeof given !== "string";
  const all = isList ? [...given] : [];
  const other = all.findIndex((each) => !(each instanceof Future));
  if (isList && other < 0) return all;
  const found = isList ? `item ${other} is ${whatItIs(all[other])}` : `it was given ${whatItIs(given)}`;
  throw new TypeError(
    `${owner}() takes a future or a list of futures, but ${found}. Futures come from submit(), map() and scatter().`,
  );
}

/** The values of futures, one for one. */
export type ValuesOf<F extends readonly Future[]> = {
  -readonly [I in keyof F]: F[I] extends Future<infer T> ? T : never;
};

function statusesOf(engine: Engine): Map<string, FutureStatus> {
  let statuses = statusesByEngine.get(engine);
  if (statuses === undefined) {
    statuses = new Map();
    statusesByEngine.set(engine, statuses);
    const known = statuses;
    engine.subscribe((event) => {
      if (event.type !== "task" || !known.has(event.key)) return;
      known.set(event.key, statusAfter(event, known.get(event.key)));
    });
  }
  return statuses;
}

function statusAfter({ state }: TaskEvent, before: FutureStatus | undefined): FutureStatus {
  switch (state) {
    case "finished":
    case "error":
      return state;
    case "cancelled":
      return before === "finished" ? "lost" : "cancelled";
    default:
      return "pending";
  }
}
