/** The out-of-bag errors of a forest that grows, by the first of its trees. */
import type { Task, TaskArg, TaskName } from "../../engine/engine.js";
import { encodeBins } from "../bins/encode-bins.js";
import type { SharedParams } from "../grow/binned-matrix.js";
import { OUT_OF_BAG_ROWS, task } from "./fit-tasks.js";
import type { Prepared } from "./prepare-fit.js";

/** Shares of the trees after which a forest that grows tells its out-of-bag error. */
const EARLY_SHARES = [0.1, 0.25, 0.5];

/** Takes the errors of the first 1, 2, … trees. */
export type ShowErrors = (errors: readonly number[]) => void;

/** Shows how good the trees there are, of which a task grows so many, while others grow; what it gives ends that. */
export type Watch = (matrix: string, grown: readonly Task[], each: number, show: ShowErrors) => () => void;

/**
 * Has the errors found a few times while a forest grows, of at most so many rows as one task takes.
 *
 * @param name - the task that finds them. It takes the matrix, the parameters, the bins, the row to stop at, `args`, and
 * the trees as tasks grew them.
 * @param args - those that it takes besides.
 */
export function watchErrors(
  { engine, rows, bins, params }: Prepared<SharedParams>,
  name: TaskName,
  args: readonly TaskArg[] = [],
): Watch {
  return (matrix, grown, each, show) => {
    const shared = [{ ref: matrix }, params, encodeBins(bins), Math.min(rows, OUT_OF_BAG_ROWS), ...args];
    const refs = grown.map(({ key }) => ({ ref: key }));
    const counts = EARLY_SHARES.map((share) => Math.floor(share * refs.length)).filter((count) => count > 0);
    const tasks = counts.map((count) => {
      const label = `out-of-bag error of ${count * each} trees`;
      return { ...task(name, label, [...shared, ...refs.slice(0, count)]), priority: -1 };
    });
    engine.submit(tasks);
    const keys = tasks.map(({ key }) => key);
    for (const key of keys)
      engine.fetch(key).then(
        (errors) => show(errors as number[]),
        () => undefined,
      );
    return () => engine.release(keys);
  };
}
