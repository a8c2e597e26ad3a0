import { createRequire } from "node:module";
import { join } from "node:path";
import { Deserializer } from "node:v8";
import type { PackedFunction, PackedNodes } from "./packed-function.js";
import { Rebuilder } from "./rebuild.js";

type UserFunction = (...args: unknown[]) => unknown;

/** The functions that this thread has made last. */
const made = new Map<string, UserFunction>();
const most = 128;

/**
 * Makes a packed function again, in any thread. The same function is made once per thread, for as long as it is among
 * the last 128: what it keeps in the values it came with is still there when it is called again.
 *
 * @throws {Error} a module that it uses cannot be loaded here, or a class that came along fails where it is defined.
 */
export function unpackFunction(packed: PackedFunction): UserFunction {
  let fn = made.get(packed.hash);
  if (fn === undefined) fn = rebuild(packed);
  made.delete(packed.hash);
  made.set(packed.hash, fn);
  if (made.size > most) made.delete(made.keys().next().value!);
  return fn;
}

function rebuild({ name, bytes, shared }: PackedFunction): UserFunction {
  const deserializer = new Deserializer(bytes);
  deserializer.readHeader();
  const { folder, nodes } = deserializer.readValue() as PackedNodes;
  return new Rebuilder(name, nodes, shared, createRequire(join(folder, "notebook.js"))).build() as UserFunction;
}
