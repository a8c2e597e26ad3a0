import { isAbsolute } from "node:path";
import { type ClosureScopes, closureScopes, variable } from "./closure-scopes.js";
import { findModule } from "./find-module.js";
import type { FreeName } from "./free-names.js";
import { isGlobalName } from "./known-globals.js";
import type { ParsedFunction } from "./parse-function.js";
import { memberOf, nameIn, nameOf, type Place, refuse } from "./refuse.js";
import { UserFunctionError } from "./user-function-error.js";

/** What tslab keeps in `globalThis.__tslab__`: the top-level names of all cells, and the notebook's `require`. */
export interface Notebook {
  readonly exports: object;
  readonly require: NodeJS.Require;
}

/** The tslab notebook that this is running in. */
export function notebook(): Notebook | undefined {
  return (globalThis as { __tslab__?: Notebook }).__tslab__;
}

/** A name that goes along with a function: its value, or those of its members that the function uses. */
export type Capture =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly members: ReadonlyMap<string, unknown> };

/**
 * The values of the names that a function uses and does not declare. Names that every Node thread has are left out.
 *
 * In a tslab notebook, a top-level name of an earlier cell is a member of the cell's `exports`; one of the same cell,
 * or of a function around this one, is a variable; and an import of the same cell is a variable that TypeScript named
 * after the module. All three are read from the scopes of the function itself. In a program, only `require` and what
 * is global may be used.
 *
 * @throws {UserFunctionError} a name has no value, is given a new one, or is not the function's own in a program.
 */
export function captureNames(fn: object, parsed: ParsedFunction, place: Place): Capture[] {
  const { names, isClass, parent, parameters } = parsed;
  const captures: Capture[] = parent === undefined ? [] : [{ name: parent, value: Object.getPrototypeOf(fn) }];
  if (names.size === 0) return captures;
  const book = notebook();
  const scopes = scopesOf(fn, book, place);
  // The computed keys of a class were looked up when it was made, so its scopes need not hold their names.
  const keys = isClass && book !== undefined ? [{ exports: book.exports }, book.exports] : [];
  const missing: [name: string, value: unknown][] = [];
  for (const [name, use] of names) {
    const found = variable(scopes, name) ?? (isGlobalName(name) ? undefined : variable(keys, name));
    if (book !== undefined && typeof found === "object" && found.value === book.exports) {
      captures.push({ name, members: exported(book.exports, use, place) });
      continue;
    }
    if (use.assigned) refuseAssignment(nameIn(place, name));
    if (found === undefined) {
      if (!isGlobalName(name) && !use.tested) missing.push([name, undefined]);
    } else if (book !== undefined) {
      if (found === "unset") refuse(nameIn(place, name), "has no value yet. Run its declaration first.");
      captures.push({ name, value: found.value });
    } else if (found !== "unset" && isRequire(found.value)) {
      captures.push({ name, value: found.value });
    } else if (found === "unset" || found.value !== (globalThis as Record<string, unknown>)[name]) {
      missing.push([name, found === "unset" ? undefined : found.value]);
    }
  }
  if (missing.length > 0) {
    if (book !== undefined) refuse(nameIn(place, missing[0][0]), "does not exist in the notebook.");
    throw lacking(missing, parameters, place);
  }
  return captures;
}

/** Whether this is the `require` of some module, or of the notebook. */
export function isRequire(value: unknown): value is NodeJS.Require {
  return typeof value === "function" && (value as NodeJS.Require).cache === require.cache;
}

function scopesOf(fn: object, book: Notebook | undefined, place: Place): ClosureScopes {
  try {
    return closureScopes(fn);
  } catch (error) {
    // A program loses nothing but the check that no variable of its own hides a global name.
    if (book === undefined) return [];
    return refuse(
      place,
      "uses names of the notebook, and to look them up takes Node's inspector, which this Node does not have or does " +
        `not permit. Give it all it uses as arguments. (${(error as Error).message})`,
      error,
    );
  }
}

/** The members of a cell's `exports` that a function uses. */
function exported(exports: object, { whole, members }: FreeName, place: Place): Map<string, unknown> {
  if (whole) refuse(nameIn(place, "exports"), "stands for all names of the notebook. Use them by name.");
  const values = new Map<string, unknown>();
  for (const [name, { assigned }] of members) {
    if (assigned) refuseAssignment(nameIn(place, name));
    if (!Object.hasOwn(exports, name)) refuse(nameIn(place, name), "does not exist in the notebook.");
    values.set(name, Reflect.get(exports, name));
  }
  return values;
}

function refuseAssignment(place: Place): never {
  refuse(
    place,
    "it gives a new value: a worker has a copy of its own, so the change would be lost. Return the value instead.",
  );
}

function lacking(missing: readonly [string, unknown][], parameters: readonly string[], place: Place): Error {
  const names = missing.map(([name]) => name);
  const imported = missing.flatMap(([name, value]) => importOf(name, value));
  const given = ["…", ...names].slice(parameters.length === 0 && place.path === "" ? 1 : 0).join(", ");
  const advice =
    imported.length > 0
      ? `Load it inside the function: ${imported.join("; ")}.`
      : `Give ${names.length === 1 ? "it as an argument" : "them as arguments"}: client.submit((${given}) => …, ${given}).`;
  const list = names.map((name) => `"${name}"`).join(" and ");
  return new UserFunctionError(`${nameOf(place.root)} uses ${list}, which a worker does not have. ${advice}`, {
    function: place.root,
    path: memberOf({ ...place, path: "" }, names[0]).path,
  });
}

/** The line that loads a missing name inside the function, if it came from a package or a module of Node. */
function importOf(name: string, value: unknown): string[] {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return [];
  const home = findModule(value, require, [name, "default"]);
  if (home === undefined || isAbsolute(home.specifier)) return [];
  const target = home.path.length === 0 ? name : `{ ${home.path[0] === name ? name : `${home.path[0]}: ${name}`} }`;
  return [`const ${target} = await import("${home.specifier}")`];
}
