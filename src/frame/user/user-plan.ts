import type { Frame, FrameSeries } from "../../danfo/danfo.js";
import { packFunction, packWith } from "../../engine/user-function/pack-function.js";
import type { PackedFunction } from "../../engine/user-function/packed-function.js";
import { OptionError } from "../../errors.js";
import { dtypesByName } from "../../io/option-rules.js";
import { checkOptions, type OptionRule } from "../../options.js";
import type { DType, Partition } from "../../partition/partition.js";
import { pickRows, rowNumbers, select } from "../column-work.js";
import { dtypeOption } from "../dtype-option.js";
import type { Scalar } from "../expression/expression.js";
import { kindOf } from "../expression/operand.js";
import { groupRows } from "../groups/group-rows.js";
import { type Plan, selectColumns, type UserPlan } from "../plan.js";
import { previewOf } from "../preview.js";
import { type Field, freeName, pickFields } from "../schema.js";
import { sortPlan } from "../sort-values.js";
import { callUserNow } from "./call-user.js";
import type { UserCall } from "./user-call.js";

/** Makes a danfo frame or Series of a partition. */
export type PartitionFunction<A extends unknown[]> = (
  rows: Frame,
  ...args: A
) => Frame | FrameSeries | Promise<Frame | FrameSeries>;

/** Makes a danfo frame, a row or a value of the rows of a group. */
export type GroupFunction<A extends unknown[]> = (
  rows: Frame,
  ...args: A
) => Frame | FrameSeries | Scalar | null | Promise<Frame | FrameSeries | Scalar | null>;

/** Dtypes of the columns that a function makes, where they should not be found out by calling it on the first rows. */
export type DTypes = Readonly<Record<string, DType>>;

/** A function, or with it the dtypes of what it makes. */
export type FunctionOrTyped<F> = F | { readonly fn: F; readonly dtypes: DTypes };

/** @throws {OptionError} beside the function there is something else than dtypes. */
export function typedFunction<F>(method: string, given: FunctionOrTyped<F>): { fn: F; dtypes: DTypes | undefined } {
  if (typeof given !== "object" || given === null) return { fn: given as F, dtypes: undefined };
  const typed = given as { readonly fn: F; readonly dtypes: DTypes };
  checkOptions(method, typed, { fn: aFunction, dtypes: dtypesByName });
  return typed;
}

const aFunction: OptionRule = { takes: "a function", test: (value) => typeof value === "function" };

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
  const call: UserCall = { fn: packUser(method, fn, per, args), per, method };
  const schema = dtypes === undefined ? found(call, exampleRows(input)) : given(dtypes, method);
  return { op: "user", input, call, schema, npartitions: input.npartitions };
}

/**
 * The plan of a user's function of groups, which come in the order of their keys if `sort`, else in which they first come; as
 * {@link userPlan}. The columns it makes are found out by the first group among the first rows.
 */
export function groupApplyPlan(
  input: Plan,
  keys: readonly string[],
  { dropNa = true, sort = true }: { readonly dropNa?: boolean; readonly sort?: boolean },
  fn: (...args: never[]) => unknown,
  args: readonly unknown[],
  dtypes: DTypes | undefined,
): Plan {
  const call: UserCall = { fn: packUser("apply", fn, "group", args), per: "group", method: "apply" };
  const makes =
    dtypes === undefined ? found(call, firstGroup(exampleRows(input), keys, dropNa)) : given(dtypes, "apply");
  const made = [...pickFields(input.schema, keys, "apply"), ...makes.filter(({ name }) => !keys.includes(name))];
  const names = made.map(({ name }) => name);
  const place = freeName(names, "place");
  const schema: Field[] = [...made, { name: place, dtype: "float64" }];
  const { npartitions } = input;
  const groups: Plan = { op: "groupApply", input, keys, dropNa, call, schema, npartitions };
  return selectColumns(sortPlan(groups, sort ? keys : place, {}, "apply"), names, "apply");
}

function firstGroup(rows: Partition | undefined, keys: readonly string[], dropNa: boolean): Partition | undefined {
  if (rows === undefined) return undefined;
  const columns = select(rows, keys).columns;
  const { ids } = groupRows(columns, rows.length, dropNa ? columns : []);
  return pickRows(
    rows,
    rowNumbers(rows.length).filter((row) => ids[row] === 0),
  );
}

/** A user's function and what it takes after the rows, packed for the workers. */
function packUser(
  method: string,
  fn: (...args: never[]) => unknown,
  per: UserCall["per"],
  args: readonly unknown[],
): PackedFunction {
  if (typeof fn !== "function") {
    throw new TypeError(`${method} takes a function, but got ${fn === null ? "null" : typeof fn}.`);
  }
  const takesRows = per === "partition" || per === "group";
  const first = takesRows ? "rows" : per;
  const handOver = (names: readonly string[]) => {
    const list = names.join(", ");
    return `${method}((${first}, ${list}) => …, ${takesRows ? list : `{ args: [${list}] }`})`;
  };
  if (args.length === 0) return packFunction(fn, handOver);
  const companions = args.map((value, i) => ({ value, subject: `Argument ${i + 1} of ${method}'s function` }));
  return packWith(fn, companions, handOver);
}

function given(dtypes: DTypes, method: string): Field[] {
  return Object.entries(dtypes).map(([name, dtype]) => ({ name, dtype: dtypeOption(dtype, method) }));
}

function found(call: UserCall, rows: Partition | undefined): Field[] {
  const made = rows === undefined || rows.length === 0 ? undefined : callUserNow(rows, call);
  if (made === undefined) {
    const why = rows === undefined || rows.length === 0 ? "no rows are known yet to try it on" : "it is asynchronous";
    const how =
      call.per === "partition" || call.per === "group"
        ? '{ fn, dtypes: { a: "float64" } } in its place'
        : '{ dtype: "float64" } after it';
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
