import { types } from "node:util";
import { UserFunctionError } from "./user-function-error.js";

/** Where the packing is: in which function, and at which of its values. */
export interface Place {
  /** The function that was handed over. */
  readonly root: string;
  /** What is packed, as it begins a sentence, when it is not the function itself: `'Argument 2 of "fit"'`. */
  readonly subject?: string;
  /** What to do about an object that no thread can be given. Default: to make it inside the function. */
  readonly advice?: string;
  /** How names that a worker lacks are handed to the function, as code with these parameters. Default: by `client.submit`. */
  readonly handOver?: (parameters: readonly string[]) => string;
  /** The functions that lead from there to the one at hand. */
  readonly through: readonly string[];
  /** The value as one would write it in the function at hand: `"config.socket"`. */
  readonly path: string;
}

/** The place of a member of a value. */
export function memberOf(place: Place, key: string | symbol): Place {
  let step = `[${typeof key === "symbol" ? String(key) : JSON.stringify(key)}]`;
  if (typeof key === "string") {
    if (/^\d+$/.test(key)) step = `[${key}]`;
    else if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) step = place.path === "" ? key : `.${key}`;
  }
  return { ...place, path: `${place.path}${step}` };
}

/** Whether a name of the function at hand stands for the value itself, and not for something that holds it. */
export function isName({ path }: Place): boolean {
  return !/[.[]/.test(path);
}

/** The last name on the way to the value. */
export function lastName({ path }: Place): string {
  return /[^.\]]*$/.exec(path)?.[0] ?? "";
}

/** The place of a name that the function at this place uses. */
export function nameIn(place: Place, name: string): Place {
  return { ...place, through: place.path === "" ? [] : [...place.through, place.path], path: name };
}

/**
 * Gives up, in a sentence that begins with the function and the name that is in the way.
 *
 * @param why - how the sentence goes on after the name: `"is a promise. …"`.
 */
export function refuse(place: Place, why: string, cause?: unknown): never {
  const detour = place.through.length > 0 ? ` (through ${place.through.map(quoted).join(", ")})` : "";
  const verb = place.subject === undefined ? "uses" : "holds";
  const subject = place.path === "" ? nameOf(place) : `${nameOf(place)}${detour} ${verb} "${place.path}", which`;
  throw new UserFunctionError(
    `${subject} ${why}`,
    { function: place.root, path: [...place.through, place.path].filter(Boolean).join(" → ") || undefined },
    cause === undefined ? undefined : { cause },
  );
}

/** How a sentence about what is packed begins. */
export function nameOf({ root, subject }: Place): string {
  return subject ?? (root === "" ? "The function" : `The function "${root}"`);
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** What a value is that no worker can be given, and what to do instead; `undefined` for other values. */
export function untransferable(value: object): string | undefined {
  const kind = kinds.find(([isKind]) => isKind(value));
  return kind && `is ${kind[1]}`;
}

const kinds: readonly (readonly [(value: object) => boolean, string])[] = [
  [types.isProxy, "a Proxy, and what lies behind it cannot be seen. Give the function the object itself."],
  [types.isPromise, "a promise, which cannot be sent to a worker. Await it first, and use its result."],
  [types.isWeakMap, "a WeakMap, which cannot be copied to a worker. A Map can."],
  [types.isWeakSet, "a WeakSet, which cannot be copied to a worker. A Set can."],
  [(value) => value instanceof WeakRef, "a WeakRef, which cannot be copied to a worker. Use what it refers to."],
  [
    types.isGeneratorObject,
    "a running generator, which cannot be copied to a worker. Collect its values first: [...it].",
  ],
  [types.isMapIterator, "an iterator, which cannot be copied to a worker. Collect its values first: [...it]."],
  [types.isSetIterator, "an iterator, which cannot be copied to a worker. Collect its values first: [...it]."],
  // Deno's `node:util` has no such test.
  [(value) => types.isExternal?.(value), "native memory, which cannot be sent to a worker."],
  [types.isModuleNamespaceObject, "a module that a worker cannot require."],
];
