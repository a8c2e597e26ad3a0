import { join, sep } from "node:path";
import { inspect } from "node:util";
import * as errors from "../../errors.js";
import { UserFunctionError } from "../user-function/user-function-error.js";
import type { WireError } from "./protocol.js";

/** The classes that an error keeps on its way from a worker, by the error's name. */
const classes = new Map<string, { readonly prototype: Error }>([
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(
    (type) => [type.name, type] as const,
  ),
  ...Object.entries({ ...errors, UserFunctionError }),
]);

/** How many causes of causes go along. */
const causes = 8;

/** What was thrown, as a message to another thread. */
export function toWire(thrown: unknown, depth = causes): WireError {
  if (!(thrown instanceof Error)) {
    const message = `Something that is not an Error was thrown: ${describe(thrown)}`;
    return { name: "Error", message, stack: `Error: ${message}`, fields: {} };
  }
  const fields: [string, unknown][] = [];
  for (const [name, value] of Object.entries(thrown)) {
    if (name !== "name" && name !== "stack" && isCloneable(value)) fields.push([name, value]);
  }
  return {
    name: String(thrown.name),
    message: String(thrown.message),
    stack: withoutEngine(String(thrown.stack)),
    fields: Object.fromEntries(fields),
    cause: thrown.cause instanceof Error && depth > 0 ? toWire(thrown.cause, depth - 1) : undefined,
  };
}

/**
 * The error again: of the class it had if that is JavaScript's or the library's own, with its message, its fields and
 * the worker's stack. The stack ends with the task it came from.
 *
 * @param task - how the task is named: `"square" (item 3)`.
 */
export function fromWire(wire: WireError, task: string): Error {
  const error = new Error(wire.message);
  const type = classes.get(wire.name);
  if (type !== undefined) Object.setPrototypeOf(error, type.prototype);
  if (error.name !== wire.name) define(error, "name", wire.name);
  define(error, "stack", `${wire.stack}\n    in task ${task}`);
  for (const [name, value] of Object.entries(wire.fields)) {
    Object.defineProperty(error, name, { value, enumerable: true, writable: true, configurable: true });
  }
  if (wire.cause !== undefined) define(error, "cause", fromWire(wire.cause, task));
  return error;
}

function define(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** What was thrown, on one line. */
function describe(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 1, maxStringLength: 1000 }).slice(0, 2000);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

const engineFolder = join(__dirname, "..") + sep;

/** A stack without the engine's own calls, and without those that led to them, unless nothing else is in it. */
function withoutEngine(stack: string): string {
  const lines = stack.split("\n");
  const isEngine = lines.map((line) => /^ +at /.test(line) && line.includes(engineFolder));
  if (!isEngine.includes(true)) return stack;
  const kept = lines.slice(0, isEngine.lastIndexOf(true)).filter((_, i) => !isEngine[i]);
  return kept.some((line) => /^ +at /.test(line)) ? kept.join("\n") : stack;
}
