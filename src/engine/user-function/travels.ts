/**
 * Under this symbol an object may say how another thread gets the same: from a file of this package, whose inside the
 * threads do not share. A class says so of itself, not of those that extend it.
 */
const travels = Symbol.for("danfo-distributed.travels");

/** What a module exports at the end of a path, or what a function gives for these arguments, all of which travel too. */
export type Travels =
  | { readonly module: string; readonly path: readonly string[] }
  | { readonly of: (...args: never[]) => unknown; readonly args: readonly unknown[] };

/** What a value says of how it travels; undefined for one that says nothing. */
export function travelsOf(value: object): Travels | undefined {
  if (typeof value === "function" && !Object.hasOwn(value, travels)) return undefined;
  return Reflect.get(value, travels) as Travels | undefined;
}
