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

/** The column "value" that a function makes of each row. */
export function applyPlan(method: string, input: Plan, fn: RowFunction<unknown>, options: ApplyOptions): Plan {
  const takes = dtypes.map((dtype) => `"${dtype}"`).join(", ");
  checkOptions(method, options, { dtype: { takes, test: (value) => dtypes.includes(value as DType) } });
  const known = options.dtype === undefined ? undefined : { value: dtypeOption(options.dtype) };
  return userPlan(method, input, fn, "row", [], known);
}
