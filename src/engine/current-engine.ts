import type { Engine } from "./engine.js";

let current: Engine | undefined;
let start: (() => Engine) | undefined;
let watch: ((engine: Engine) => void) | undefined;

/** The engine that collections compute on: the current client's, started now if there is none. */
export function currentEngine(): Engine {
  if (current === undefined) {
    if (start === undefined) throw new Error("No engine can be started here: import danfo-distributed as a whole.");
    current = start();
  }
  return current;
}

/** Makes this the engine that collections compute on; `undefined` when the current one has been closed. */
export function setCurrentEngine(engine: Engine | undefined): void {
  current = engine;
  if (engine !== undefined) watch?.(engine);
}

/** Has every engine shown to the watcher when it becomes the current one. Called once, by the notebook room. */
export function setEngineWatcher(watcher: (engine: Engine) => void): void {
  watch = watcher;
}

/** How to start an engine when a collection computes and there is none. Called once, by `client.ts`. */
export function setEngineStarter(starter: () => Engine): void {
  start = starter;
}
