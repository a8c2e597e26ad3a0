import { followTasks } from "../engine/follow-tasks.js";
import { type Future, futuresOf } from "./future.js";

/**
 * Shows how many of these futures have their values, until all do, or the task of one has failed or was cancelled: in a
 * notebook as a bar under the cell, in a terminal as a line. Futures that have failed before are not counted. Returns at
 * once; await the futures as usual.
 *
 * @param title - what they are, as they are counted. Default "tasks".
 * @throws {TypeError} something among them is no future.
 *
 * @example
 * const squares = client.map((x) => x * x, [1, 2, 3]);
 * progress(squares, "squares");
 * await client.gather(squares);
 */
export function progress(futures: Future | readonly Future[], title = "tasks"): void {
  const all = futuresOf(futures, "progress");
  for (const engine of new Set(all.map((future) => future.engine))) {
    const own = all.filter((future) => future.engine === engine);
    const pending = own.filter(({ status }) => status === "pending");
    const done = own.filter(({ status }) => status === "finished").length;
    const keys = [...new Set(pending.map(({ key }) => key))];
    followTasks(engine, keys, { title, done });
  }
}
