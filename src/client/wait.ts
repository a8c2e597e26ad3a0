import { checkOptions, type OptionTable, oneOf } from "../options.js";
import { type Future, futuresOf } from "./future.js";

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

/** The longest delay that timers take, 25 days; a longer one they take for none. */
const longestDelay = 2 ** 31 - 1;

/**
 * Waits until the tasks of all futures, or of the first, have ended. A task that failed has ended too: nothing is
 * thrown for it.
 *
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {TypeError} something among them is no future.
 */
export async function wait<F extends Future>(futures: readonly F[], options: WaitOptions = {}): Promise<WaitResult<F>> {
  checkOptions("wait", options, waitOptions);
  const all = futuresOf(futures, "wait");
  const ended = new Set<F>();
  const waiting = new Waiting();
  const ends = all.map(async (future) => {
    await waiting.for(future);
    if (!waiting.isOver) ended.add(future);
  });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    if (options.timeout !== undefined) timer = setTimeout(resolve, Math.min(1000 * options.timeout, longestDelay));
  });
  const isFirst = options.returnWhen === "first" && ends.length > 0;
  await Promise.race([isFirst ? Promise.race(ends) : Promise.all(ends), timeout]);
  clearTimeout(timer);
  waiting.giveUp();
  return {
    done: all.filter((future) => ended.has(future)),
    notDone: all.filter((future) => !ended.has(future)),
  };
}

/**
 * The futures in the order in which their tasks end, those that failed included.
 *
 * @throws {TypeError} something among them is no future.
 *
 * @example
 * for await (const future of asCompleted(futures)) console.log(await future.result());
 */
export async function* asCompleted<F extends Future>(futures: Iterable<F>): AsyncGenerator<F, void, undefined> {
  const ended: F[] = [];
  const waiting = new Waiting();
  let count = 0;
  let wake = (): void => {};
  for (const future of futuresOf(futures, "asCompleted")) {
    count += 1;
    void waiting.for(future).then(() => {
      ended.push(future);
      wake();
    });
  }
  try {
    for (let next = 0; next < count; next++) {
      if (next === ended.length) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      yield ended[next];
    }
  } finally {
    waiting.giveUp();
  }
}

/** Waiting for tasks to end, until nobody needs to know any more: then the program may end without them. */
class Waiting {
  readonly #giveUps: (() => void)[] = [];
  isOver = false;

  /** Resolves when the future's task has ended in any way, or the waiting is over. */
  for({ engine, key }: Future): Promise<void> {
    return engine.settled(key, (giveUp) => this.#giveUps.push(giveUp)).catch(() => undefined);
  }

  giveUp(): void {
    this.isOver = true;
    for (const giveUp of this.#giveUps) giveUp();
  }
}
