import { checkOptions } from "../../options.js";
import type { DType } from "../../partition/partition.js";
import { dtypeOption, dtypes } from "../dtype-option.js";
import type { Plan } from "../plan.js";
import type { Row } from "./call-user.js";
import { userPlan } from "./user-plan.js";

/** Makes a value of a row. */
export type RowFunction<R> = (row: Row) => R | Promise<R>;

export interface ApplyOptions {
  /** What the function gives. Default: found out by calling it on the first rows. */
  readonly dtype?: DType;
}

/** Makes a value of a value; a missing number is NaN, anything else missing null. */
// biome-ignore lint/suspicious/noExplicitAny: as of a row, so that `value * 2` needs no cast.
export type ValueFunction<R> = (value: any) => R | Promise<R>;

/** The column "value" that a function makes of each row, or of each value of the only column. */
export function applyPlan(
  method: string,
  input: Plan,
  fn: RowFunction<unknown> | ValueFunction<unknown>,
  options: ApplyOptions,
  per: "row" | "value" = "row",
): Plan {
  const takes = dtypes.map((dtype) => `"${dtype}"`).join(", ");
  checkOptions(method, options, { dtype: { takes, test: (value) => dtypes.includes(value as DType) } });
  const known = options.dtype === undefined ? undefined : { value: dtypeOption(options.dtype, method) };
  return userPlan(method, input, fn, per, [], known);
}
