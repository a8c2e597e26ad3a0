import type { Series } from "../frame/series.js";
import { UsageError } from "./usage-error.js";

/** What a target is predicted as. */
export type Task = "classification" | "regression";

/** Up to so many different whole numbers may be names of classes. */
const MOST_CLASSES = 20;

/**
 * What a target is predicted as: numbers if it holds more than 20 different ones, or any that is not whole; else classes.
 * Reads the target once or twice.
 *
 * @param asked - what the user asked for, if anything.
 * @returns the task, and a sentence that tells why if nobody asked for it and it is regression.
 */
export async function taskOf(target: Series, asked: string | undefined): Promise<{ task: Task; why?: string }> {
  if (asked !== undefined) {
    if (asked === "classification" || asked === "regression") return { task: asked };
    throw new UsageError(`--task takes classification or regression, but it is ${JSON.stringify(asked)}.`);
  }
  if (target.dtype !== "float64" && target.dtype !== "int32") return { task: "classification" };
  const different = await target.nUnique();
  const isWhole = different <= MOST_CLASSES && ((await target.unique()).values as unknown[]).every(isWholeOrMissing);
  if (isWhole) return { task: "classification" };
  const numbers = different <= MOST_CLASSES ? "numbers that are not whole" : `${different} different numbers`;
  return {
    task: "regression",
    why: `${JSON.stringify(target.name)} holds ${numbers}, so it is predicted as a number; --task classification takes them for classes.`,
  };
}

function isWholeOrMissing(value: unknown): boolean {
  return value === null || Number.isNaN(value) || Number.isInteger(value);
}
