import { isData } from "./is-data.js";
import { packAlone } from "./pack-function.js";
import type { PackedFunction } from "./packed-function.js";
import { unpackAfresh } from "./unpack-function.js";

/** Under this name, and nothing else, an object holds a packed result. */
const mark = "danfo-distributed.packed-result";

/**
 * What a user's function has given, ready to leave its thread: data as it is; what holds functions, classes or their
 * instances in packed form.
 *
 * @param name - the function's.
 * @throws {UserFunctionError} the result, or something in it, can go to no other thread; the sentence names it.
 */
export function packResult(result: unknown, name: string): unknown {
  if (result instanceof Uint8Array || (isData(result) && !isPackedResult(result))) return result;
  return {
    [mark]: packAlone(result, {
      root: name,
      subject: `The result of "${name}"`,
      advice: "Return what is needed of it as plain data.",
      through: [],
      path: "",
    }),
  };
}

export function isPackedResult(value: unknown): value is { readonly [mark]: PackedFunction } {
  return typeof value === "object" && value !== null && Object.hasOwn(value, mark);
}

/** Makes a packed result again, a new one each time; gives anything else as it is. */
export function unpackResult(value: unknown): unknown {
  return isPackedResult(value) ? (unpackAfresh(value[mark]) as [unknown])[0] : value;
}
