import type { Frame, FrameSeries } from "../../danfo/danfo.js";
import { packFunction, packWith } from "../../engine/user-function/pack-function.js";
import type { PackedFunction } from "../../engine/user-function/packed-function.js";
import { OptionError } from "../../errors.js";
import type { DType, Partition } from "../../partition/partition.js";
import { dtypeOption } from "../dtype-option.js";
import { kindOf } from "../expression/operand.js";
import type { Plan, UserPlan } from "../plan.js";
import { previewOf } from "../preview.js";
import type { Field } from "../schema.js";
import { callUserNow } from "./call-user.js";
import type { UserCall } from "./user-call.js";

/** Makes a danfo frame or Series of a partition. */
export type PartitionFunction<A extends unknown[]> = (
  rows: Frame,
  ...args: A
) => Frame | FrameSeries | Promise<Frame | FrameSeries>;

/** Dtypes of the columns that a function makes, where they should not be found out by calling it on the first rows. */
export type DTypes = Readonly<Record<string, DType>>;

/**
 * The plan of a user's function. What columns it makes is found out by calling it here and now on the first rows that
 * are known without a task, unless the dtypes are given. Numbers are float64, so that fractions may come later.
 *
 * @throws {UserFunctionError} the function uses something that cannot be sent to a worker.
 * @throws {OptionError} no rows are known, or the function is asynchronous, and no dtypes are given.
 */
export function userPlan(
  method: string,
  input: Plan,
  fn: (...args: never[]) => unknown,
  per: UserCall["per"],
  args: readonly unknown[],
  dtypes: DTypes | undefined,
): UserPlan {
  const packed = packUser(method, fn, per, args);
  const call: UserCall = { fn: packed, per, method };
  const schema = dtypes === undefined ? found(call, input) : given(dtypes, method);
  return { op: "user", input, call, schema, npartitions: input.npartitions };
}

/** A user's function and what it takes after the rows, packed for the workers. */
function packUser(
  method: string,
  fn: (...args: never[]) => unknown,
  per: UserCall["per"],
  args: readonly unknown[],
): PackedFunction {
  const first = per === "partition" ? "rows" : per;
  const handOver = (names: readonly string[]) => {
    const list = names.join(", ");
    return `${method}((${first}, ${list}) => …, ${per === "partition" ? list : `{ args: [${list}] }`})`;
  };
  if (args.length === 0) return packFunction(fn, handOver);
  const companions = args.map((value, i) => ({ value, subject: `Argument ${i + 1} of ${method}'s function` }));
  return packWith(fn, companions, handOver);
}

function given(dtypes: DTypes, method: string): Field[] {
  return Object.entries(dtypes).map(([name, dtype]) => ({ name, dtype: dtypeOption(dtype, method) }));
}

function found(call: UserCall, input: Plan): Field[] {
  const rows = exampleRows(input);
  const made = rows === undefined || rows.length === 0 ? undefined : callUserNow(rows, call);
  if (made === undefined) {
    const why = rows === undefined || rows.length === 0 ? "no rows are known yet to try it on" : "it is asynchronous";
    const how =
      call.per === "partition" ? '{ fn, dtypes: { a: "float64" } } in its place' : '{ dtype: "float64" } after it';
    throw new OptionError(`${call.method}: what the function makes cannot be told, since ${why}; give ${how}.`, {
      option: "dtypes",
      value: undefined,
    });
  }
  return made.names.map((name, i) => {
    const { dtype } = made.columns[i];
    return { name, dtype: kindOf(dtype) === "number" ? "float64" : dtype };
  });
}

/** Rows like the plan's: the first ones, or where it reorders or leaves out rows, those of what it reads. */
function exampleRows(plan: Plan): Partition | undefined {
  switch (plan.op) {
    case "sort":
    case "distinct":
    case "sample":
    case "range":
    case "take":
    case "top":
    case "repartition":
      return exampleRows(plan.input);
    default:
      return previewOf(plan);
  }
}
