import { createRequire } from "node:module";
import { join } from "node:path";
import { Deserializer } from "node:v8";
import type { PackedFunction, PackedNodes } from "./packed-function.js";
import { Rebuilder } from "./rebuild.js";

type UserFunction = (...args: unknown[]) => unknown;

/** The functions that this thread has made last, or the lists of them and the values that went with them. */
const made = new Map<string, unknown>();
const most = 128;

/**
 * Makes a packed function again, in any thread. The same function is made once per thread, for as long as it is among
 * the last 128: what it keeps in the values it came with is still there when it is called again.
 *
 * @throws {Error} a module that it uses cannot be loaded here, or a class that came along fails where it is defined.
 */
export function unpackFunction(packed: PackedFunction): UserFunction {
  return unpackAll(packed)[0];
}

/** The function, and the values that went with it. */
export function unpackAll(packed: PackedFunction): readonly [UserFunction, ...unknown[]] {
  let value = made.get(packed.hash);
  if (value === undefined) value = unpackAfresh(packed);
  made.delete(packed.hash);
  made.set(packed.hash, value);
  if (made.size > most) made.delete(made.keys().next().value!);
  return packed.hasCompany ? (value as [UserFunction, ...unknown[]]) : [value as UserFunction];
}

/** What was packed, made anew each time. */
export function unpackAfresh({ name, bytes, shared }: PackedFunction): unknown {
  const deserializer = new Deserializer(bytes);
  deserializer.readHeader();
  const { folder, nodes } = deserializer.readValue() as PackedNodes;
  return new Rebuilder(name, nodes, shared, createRequire(join(folder, "notebook.js"))).build();
}
