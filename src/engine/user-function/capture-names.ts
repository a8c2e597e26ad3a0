import { isInWorker } from "../inside-worker.js";
import { type ClosureScopes, closureScopes, variable } from "./closure-scopes.js";
import type { FreeName } from "./free-names.js";
import { isGlobalName } from "./known-globals.js";
import { type MissingName, refuseMissing } from "./missing-names.js";
import type { ParsedFunction } from "./parse-function.js";
import { nameIn, type Place, refuse } from "./refuse.js";

/** What tslab keeps in `globalThis.__tslab__`: the top-level names of all cells, and the notebook's `require`. */
export interface Notebook {
  readonly exports: object;
  readonly require: NodeJS.Require;
}

/** On a worker, functions keep what they came with in variables around them, as in a notebook, but there are no cells. */
const noNotebook: Notebook = { exports: {}, require };

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
  const { names, parent } = parsed;
  const captures: Capture[] = parent === undefined ? [] : [{ name: parent, value: Object.getPrototypeOf(fn) }];
  if (names.size > 0) {
    const book = notebook() ?? (isInWorker() ? noNotebook : undefined);
    captures.push(...(book ? namesOfNotebook(book, fn, parsed, place) : namesOfProgram(fn, parsed, place)));
  }
  return captures;
}

/** Whether this is the `require` of some module, or of the notebook. */
export function isRequire(value: unknown): value is NodeJS.Require {
  return typeof value === "function" && (value as NodeJS.Require).cache === require.cache;
}

function namesOfNotebook(book: Notebook, fn: object, { names, isClass }: ParsedFunction, place: Place): Capture[] {
  let scopes: ClosureScopes;
  try {
    scopes = closureScopes(fn);
  } catch (error) {
    const needs = "uses names of the notebook, which can be looked up only with Node's inspector, and this Node";
    return refuse(place, `${needs} does not have it or does not permit it: ${(error as Error).message}`, error);
  }
  // The computed keys of a class were looked up when it was made, so its scopes need not hold their names.
  const ofKeys = isClass ? [{ exports: book.exports }, book.exports] : [];
  return [...names].flatMap(([name, use]): Capture[] => {
    const isGlobal = isGlobalName(name);
    const found = variable(scopes, name) ?? (isGlobal ? undefined : variable(ofKeys, name));
    if (found === "unset") return refuse(nameIn(place, name), "has no value yet. Run its declaration first.");
    if (found?.value === book.exports) return [{ name, members: exported(book.exports, use, place) }];
    if (use.assigned) refuseAssignment(nameIn(place, name));
    if (found !== undefined) return [{ name, value: found.value }];
    if (!isGlobal && !use.tested) refuse(nameIn(place, name), "does not exist in the notebook.");
    return [];
  });
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

function namesOfProgram(fn: object, { names, parameters }: ParsedFunction, place: Place): Capture[] {
  let scopes: ClosureScopes = [];
  try {
    scopes = closureScopes(fn);
  } catch {
    // Without the inspector, nothing is lost but the check that no variable hides a global name.
  }
  const captures: Capture[] = [];
  const missing: MissingName[] = [];
  for (const [name, use] of names) {
    if (use.assigned) refuseAssignment(nameIn(place, name));
    const found = variable(scopes, name);
    const value = found === "unset" ? undefined : found?.value;
    const isGlobal = isGlobalName(name);
    const isKnown = isGlobal && value === (globalThis as Record<string, unknown>)[name];
    // An ES module has no `require`, but a function that it gives to a worker may use one.
    if (isRequire(value) || (found === undefined && name === "require")) captures.push({ name, value: require });
    else if (found === undefined ? !isGlobal && !use.tested : !isKnown) {
      missing.push({ name, value, members: [...use.members.keys()] });
    }
  }
  if (missing.length > 0) refuseMissing(missing, parameters.length > 0, place);
  return captures;
}

function refuseAssignment(place: Place): never {
  const why = "it gives a new value: a worker has a copy of its own, so the change would be lost.";
  refuse(place, `${why} Return the value instead.`);
}
