import type { DataFrame, Series } from "./generated/danfojs.js";

/**
 * Danfo, bundled: `bundle.mjs` makes `generated/` out of danfojs-node and a TensorFlow.js in plain JavaScript, so that
 * nothing native is installed. `convert.ts` makes partitions into danfo's frames and back.
 */

/** Everything that danfojs-node exports. */
export type Danfo = typeof import("./generated/danfojs.js");

/** Danfo's DataFrame. */
export type Frame = DataFrame;

/** Danfo's Series. */
export type FrameSeries = Series;

let loaded: Danfo | undefined;
const waiting: ((danfo: Danfo) => void)[] = [];

/** The danfo module; the first call loads it, in about 60 ms. */
export function loadDanfo(): Danfo {
  if (loaded === undefined) {
    const danfo: Danfo = require("./generated/danfojs.js");
    loaded = danfo;
    for (const use of waiting.splice(0)) use(danfo);
  }
  return loaded;
}

/** Milliseconds after which workers have long tasks, so that none waits for its next one while danfo is loaded. */
const SOON = 100;

/** Loads danfo in a moment: workers are busy meanwhile with what it is to hold. */
export function loadDanfoSoon(): void {
  if (loaded === undefined) setTimeout(loadDanfo, SOON).unref();
}

/** Calls a function with danfo when it is loaded, which this does not do. */
export function whenDanfoLoads(use: (danfo: Danfo) => void): void {
  if (loaded === undefined) waiting.push(use);
  else use(loaded);
}

/** How another thread gets all of danfo, as `travels.ts` of the engine reads it. */
const travels = Symbol.for("danfo-distributed.travels");
const everything = { module: require.resolve("./generated/danfojs.js"), path: [] };

/**
 * Danfo as it is used everywhere: `new dfd.DataFrame(…)`, `dfd.merge(…)`. It is loaded when something of it is first
 * asked for.
 *
 * Two things differ from danfojs-node 1.2.0. A column whose name danfo uses itself, like `shape`, does not take that
 * property away: the column is had by `frame.column("shape")`. And streaming from web addresses and Excel files are
 * refused with a message.
 */
export const dfd: Danfo = new Proxy({} as Danfo, {
  get: (_, name) => (name === travels ? everything : Reflect.get(loadDanfo(), name)),
  has: (_, name) => Reflect.has(loadDanfo(), name),
  ownKeys: () => Reflect.ownKeys(loadDanfo()),
  getOwnPropertyDescriptor: (_, name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(loadDanfo(), name);
    return (
      descriptor && { value: Reflect.get(loadDanfo(), name), enumerable: descriptor.enumerable, configurable: true }
    );
  },
});
