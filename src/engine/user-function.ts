import { Deserializer } from "node:v8";
import type { TaskContext, Value } from "./engine.js";
import { collectYielded } from "./user-function/collect-yielded.js";
import { isPackedLoose, packLoose, unpackLoose } from "./user-function/pack-loose.js";
import type { PackedFunction } from "./user-function/packed-function.js";
import { unpackAll } from "./user-function/unpack-function.js";

/** How an argument of the user's function is made. */
export type ArgumentSource =
  /** As it stands: a primitive value, or shared bytes. */
  | { readonly plain: unknown }
  /** The data at this place of those that this task brings along. */
  | { readonly sent: number }
  /** The value at this place of those that go with the function. */
  | { readonly kept: number }
  /** The value of another task, at this place among them. */
  | { readonly value: number }
  /** An array, or a plain object, of such arguments. */
  | { readonly list: readonly ArgumentSource[] }
  | { readonly record: readonly (readonly [key: string, source: ArgumentSource])[] };

/**
 * Task function "user.call": calls a packed function with arguments made from plain data and other tasks' values.
 *
 * @param sent - an array of data, serialized when the function was handed over.
 * @returns what the function gives; of a generator, an array of all that it yields.
 */
export function callUserFunction(
  context: TaskContext,
  packed: PackedFunction,
  args: readonly ArgumentSource[],
  sent: Uint8Array | undefined,
  ...values: Value[]
): unknown {
  const [fn, ...kept] = unpackAll(packed);
  const data = sent === undefined ? [] : deserialize(sent);
  const make = (arg: ArgumentSource): unknown => {
    if ("plain" in arg) return arg.plain;
    if ("sent" in arg) return data[arg.sent];
    if ("kept" in arg) return kept[arg.kept];
    if ("value" in arg) return unpacked(values[arg.value]);
    return "list" in arg ? arg.list.map(make) : Object.fromEntries(arg.record.map(([key, item]) => [key, make(item)]));
  };
  const result = collectYielded(fn(...args.map(make)));
  return result instanceof Promise ? result.then((value) => pack(value)) : pack(result);

  function pack(value: unknown): unknown {
    return packLoose(value, { root: packed.name, subject: `The result of "${packed.name}"` });
  }

  function unpacked(value: Value): unknown {
    return isPackedLoose(value) ? context.cached(value, "unpacked", () => unpackLoose(value)) : value;
  }
}

function deserialize(bytes: Uint8Array): unknown[] {
  const deserializer = new Deserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}
