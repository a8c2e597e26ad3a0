/**
 * Under this symbol an object may say how another thread gets the same: from a file of this package, whose inside the
 * threads do not share. A class says so of itself, not of those that extend it.
 */
const travels = Symbol.for("danfo-distributed.travels");

/** Under this symbol a class may say why its objects stay where they are, as it ends a sentence. */
const stays = Symbol.for("danfo-distributed.stays");

/** Has all objects of a class refused where they would go to a worker. @param why - how the sentence goes on after the name. */
export function keepFromWorkers(type: { readonly prototype: object }, why: string): void {
  Object.defineProperty(type.prototype, stays, { value: why });
}

/** Why a value stays; undefined for one of which nothing is said. */
export function staysOf(value: object): string | undefined {
  if (Object.hasOwn(value, stays)) return undefined;
  return Reflect.get(value, stays) as string | undefined;
}

/** What a module exports at the end of a path, or what a function gives for these arguments, all of which travel too. */
export type Travels =
  | { readonly module: string; readonly path: readonly string[] }
  | { readonly of: (...args: never[]) => unknown; readonly args: readonly unknown[] };

/** What a value says of how it travels; undefined for one that says nothing. */
export function travelsOf(value: object): Travels | undefined {
  if (typeof value === "function" && !Object.hasOwn(value, travels)) return undefined;
  return Reflect.get(value, travels) as Travels | undefined;
}
