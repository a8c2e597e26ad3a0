import { OptionError } from "../errors.js";
import { concatPlans } from "./concat-plans.js";
import { DataFrame } from "./data-frame.js";
import { refuse } from "./refuse-options.js";

/**
 * The rows of several frames, one below the other, with all their columns in the order they first come; what a frame
 * has not is missing in its rows. Lazy; the partitions stay as they are. Whole and other numbers together become float64,
 * text and categories text.
 *
 * @throws {TypeError} a column is of different kinds in two frames.
 */
export function concat(frames: readonly DataFrame[], ...options: never[]): DataFrame {
  if (!Array.isArray(frames) || frames.length === 0 || !frames.every((frame) => frame instanceof DataFrame)) {
    throw new OptionError(
      "concat takes an array of at least one DataFrame: concat([a, b]); a danfo frame is made into one by fromDanfo(frame).",
      {
        option: "frames",
        value: frames,
      },
    );
  }
  refuse("concat", [frames, ...options], 1);
  return new DataFrame(
    concatPlans(
      "concat",
      frames.map((frame) => frame.plan),
    ),
  );
}
