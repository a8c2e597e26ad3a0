import { isData } from "./is-data.js";
import { packAlone } from "./pack-function.js";
import type { PackedFunction } from "./packed-function.js";
import { unpackAfresh } from "./unpack-function.js";

/** Under this name, and nothing else, an object holds a packed value. */
const mark = "danfo-distributed.packed-value";

/**
 * A value from a user, ready to leave its thread: data as it is; what holds functions, classes or their instances in
 * packed form.
 *
 * @param place - how sentences name it.
 * @throws {UserFunctionError} the value, or something in it, can go to no other thread; the sentence names it.
 */
export function packLoose(
  value: unknown,
  { root, subject }: { readonly root: string; readonly subject: string },
): unknown {
  if (value instanceof Uint8Array || (isData(value) && !isPackedLoose(value))) return value;
  return { [mark]: packAlone(value, { root, subject, advice, through: [], path: "" }) };
}

const advice = "Take what is needed of it as plain data.";

export function isPackedLoose(value: unknown): value is { readonly [mark]: PackedFunction } {
  return typeof value === "object" && value !== null && Object.hasOwn(value, mark);
}

/** Makes a packed value again, a new one each time; gives anything else as it is. */
export function unpackLoose(value: unknown): unknown {
  return isPackedLoose(value) ? (unpackAfresh(value[mark]) as [unknown])[0] : value;
}
