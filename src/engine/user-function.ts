import type { TaskContext, Value } from "./engine.js";
import type { PackedFunction } from "./user-function/packed-function.js";
import { unpackFunction } from "./user-function/unpack-function.js";

/** How an argument of the user's function is made: as it stands, or from the values that follow in the task. */
export type ArgumentSource =
  | { readonly plain: unknown }
  /** The value at this place. */
  | { readonly value: number }
  /** An array of such arguments. */
  | { readonly list: readonly ArgumentSource[] };

/** Task function "user.call": calls a packed function with arguments made from plain data and other tasks' values. */
export function callUserFunction(
  _context: TaskContext,
  fn: PackedFunction,
  args: readonly ArgumentSource[],
  ...values: Value[]
): unknown {
  const make = (arg: ArgumentSource): unknown => {
    if ("plain" in arg) return arg.plain;
    return "value" in arg ? values[arg.value] : arg.list.map(make);
  };
  return unpackFunction(fn)(...args.map(make));
}
