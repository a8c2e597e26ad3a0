/**
 * How a user's function gets to a worker: as its source text, which the worker compiles. Nothing that surrounds the
 * function goes along, so it may use what every program has (`Math`, `Buffer`, `require`) and what it is given.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AnyNode } from "acorn";
import type { TaskContext, Value } from "./engine.js";
import { freeNames } from "./free-names.js";

// biome-ignore lint/suspicious/noExplicitAny: any function at all.
type AnyFunction = (...args: any[]) => unknown;

/** A function on its way to a worker. */
export interface PackedFunction {
  readonly name: string;
  /** An expression whose value is the function. */
  readonly source: string;
}

/** How an argument of the user's function is made: as it stands, or from the values that follow in the task. */
export type ArgumentSource =
  | { readonly plain: unknown }
  /** The value at this place. */
  | { readonly value: number }
  /** An array of such arguments. */
  | { readonly list: readonly ArgumentSource[] };

/** What a function may use without being given it. */
const builtins = new Set([...Object.getOwnPropertyNames(globalThis), "undefined", "require"]);

const packed = new WeakMap<AnyFunction, PackedFunction>();

/**
 * Makes a function ready to be sent to a worker. The source text is parsed once.
 *
 * @throws {TypeError} it is no function written in JavaScript, or it uses a name that is declared outside of it.
 */
export function packFunction(fn: AnyFunction): PackedFunction {
  if (typeof fn !== "function") throw new TypeError(`A task needs a function to run, but got ${typeof fn}.`);
  let result = packed.get(fn);
  if (result === undefined) {
    result = pack(fn);
    packed.set(fn, result);
  }
  return result;
}

/** Task function "user.call": calls a packed function with arguments made from plain data and other tasks' values. */
export function callUserFunction(
  context: TaskContext,
  fn: PackedFunction,
  args: readonly ArgumentSource[],
  ...values: Value[]
): unknown {
  const compiled = context.cached(fn, "function", () => compile(fn));
  const make = (arg: ArgumentSource): unknown => {
    if ("plain" in arg) return arg.plain;
    return "value" in arg ? values[arg.value] : arg.list.map(make);
  };
  return compiled(...args.map(make));
}

function pack(fn: AnyFunction): PackedFunction {
  const name = fn.name === "" ? "function" : fn.name;
  const text = Function.prototype.toString.call(fn);
  // A method is written without the word `function`, and only an object literal makes it one again.
  const candidates = [`(${text}\n)`, `Object.values({${text}\n})[0]`];
  for (const source of candidates) {
    const program = tryParse(source);
    if (program === undefined) continue;
    for (const free of freeNames(program)) {
      if (builtins.has(free)) continue;
      throw new TypeError(
        `Cannot run "${name}" on a worker: it uses "${free}", which is declared outside of it and does not go along. Give it as an argument: client.submit((x, ${free}) => …, x, ${free}).`,
      );
    }
    return { name, source };
  }
  throw new TypeError(
    `Cannot run "${name}" on a worker: its source text cannot be had, because it is native or bound. Wrap it: (x) => ${name}(x).`,
  );
}

function tryParse(source: string): AnyNode | undefined {
  // Loaded with the first function; a worker, which only compiles, never needs it.
  const { parse } = require("acorn") as typeof import("acorn");
  try {
    return parse(source, { ecmaVersion: "latest" }) as AnyNode;
  } catch {
    return undefined;
  }
}

/** The function again. `require` finds what a program in the current folder would find. */
function compile({ name, source }: PackedFunction): AnyFunction {
  const place = `danfo-distributed/${name.replaceAll(/\s/g, "_")}`;
  const make = new Function("require", `"use strict"; return ${source};\n//# sourceURL=${place}`);
  return make(createRequire(join(process.cwd(), "worker.js"))) as AnyFunction;
}
