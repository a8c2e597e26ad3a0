import { checkOptions, type OptionTable, oneOf } from "../options.js";
import type { Future } from "./future.js";

export interface WaitOptions {
  /** Seconds after which to give up waiting. Default: never. */
  timeout?: number;
  /** "all" waits for every future, "first" for one of them. Default "all". */
  returnWhen?: "all" | "first";
}

/** Futures whose tasks have ended, with a value or an error, and those whose tasks have not. */
export interface WaitResult<F> {
  readonly done: F[];
  readonly notDone: F[];
}

const waitOptions: OptionTable<WaitOptions> = {
  timeout: { takes: "a number of seconds, 0 or more", test: (value) => typeof value === "number" && value >= 0 },
  returnWhen: oneOf("all", "first"),
};

/**
 * Waits until the tasks of all futures, or of the first, have ended. A task that failed has ended too: nothing is
 * thrown for it.
 *
 * @throws {OptionError} an option is unknown or wrong.
 */
export async function wait<F extends Future>(futures: readonly F[], options: WaitOptions = {}): Promise<WaitResult<F>> {
  checkOptions("wait", options, waitOptions);
  const ended = new Set<F>();
  const enough = new AbortController();
  const ends = futures.map(async (future) => {
    await untilEnded(future, enough.signal);
    if (!enough.signal.aborted) ended.add(future);
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    if (options.timeout !== undefined) timer = setTimeout(resolve, 1000 * options.timeout);
  });
  const isFirst = options.returnWhen === "first" && ends.length > 0;
  await Promise.race([isFirst ? Promise.race(ends) : Promise.all(ends), timeout]);
  clearTimeout(timer);
  enough.abort();
  return {
    done: futures.filter((future) => ended.has(future)),
    notDone: futures.filter((future) => !ended.has(future)),
  };
}

/**
 * The futures in the order in which their tasks end, those that failed included.
 *
 * @example
 * for await (const future of asCompleted(futures)) console.log(await future.result());
 */
export async function* asCompleted<F extends Future>(futures: Iterable<F>): AsyncGenerator<F, void, undefined> {
  const ended: F[] = [];
  const enough = new AbortController();
  let left = 0;
  let wake = (): void => {};
  for (const future of futures) {
    left += 1;
    void untilEnded(future, enough.signal).then(() => {
      ended.push(future);
      wake();
    });
  }
  try {
    for (; left > 0; left--) {
      if (ended.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      yield ended.shift() as F;
    }
  } finally {
    enough.abort();
  }
}

/** Resolves when the future's task has ended in any way, or when nobody needs to know any more. */
function untilEnded({ engine, key }: Future, signal: AbortSignal): Promise<void> {
  return engine.settled(key, signal).catch(() => undefined);
}
