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
  const ends = futures.map(async (future) => {
    await future.exception();
    ended.add(future);
  });
  const enough: Promise<unknown> =
    options.returnWhen === "first" && ends.length > 0 ? Promise.race(ends) : Promise.all(ends);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    if (options.timeout !== undefined) timer = setTimeout(resolve, 1000 * options.timeout);
  });
  await Promise.race([enough, timeout]);
  clearTimeout(timer);
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
  let left = 0;
  let wake = (): void => {};
  for (const future of futures) {
    left += 1;
    void future.exception().then(() => {
      ended.push(future);
      wake();
    });
  }
  for (; left > 0; left--) {
    if (ended.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    yield ended.shift() as F;
  }
}
