import { checkOptions, type OptionRule } from "../../options.js";
import { type DType, dtypes } from "../../partition/partition.js";
import { dtypeOption } from "../dtype-option.js";
import type { Plan } from "../plan.js";
import type { Row } from "./call-user.js";
import { userPlan } from "./user-plan.js";

/** Makes a value of a row, and of the arguments that are named as an option. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the user's function takes.
export type RowFunction<R> = (row: Row, ...args: any[]) => R | Promise<R>;

export interface ApplyOptions {
  /** What the function gives. Default: found out by calling it on the first rows. */
  readonly dtype?: DType;
  /** What the function takes after the row, or the value: in a program it uses nothing else of what surrounds it. */
  readonly args?: readonly unknown[];
}

/** Makes a value of a value; a missing number is NaN, anything else missing null. */
// biome-ignore lint/suspicious/noExplicitAny: as of a row, so that `value * 2` needs no cast.
export type ValueFunction<R> = (value: any, ...args: any[]) => R | Promise<R>;

/** Arguments of a user's function. */
export const aList: OptionRule = { takes: "an array of arguments", test: Array.isArray };

/** The column "value" that a function makes of each row, or of each value of the only column. */
export function applyPlan(
  method: string,
  input: Plan,
  fn: RowFunction<unknown> | ValueFunction<unknown>,
  options: ApplyOptions,
  per: "row" | "value" = "row",
): Plan {
  checkApplyOptions(method, options);
  const known = options.dtype === undefined ? undefined : { value: dtypeOption(options.dtype, method) };
  return userPlan(method, input, fn, per, options.args ?? [], known);
}

/** @throws {OptionError} one of the options is wrong. */
export function checkApplyOptions(method: string, options: ApplyOptions): void {
  const takes = dtypes.map((dtype) => `"${dtype}"`).join(", ");
  checkOptions(method, options, { dtype: { takes, test: (value) => dtypes.includes(value as DType) }, args: aList });
}
