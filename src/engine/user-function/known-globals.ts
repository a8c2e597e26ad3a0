/**
 * What every Node thread has under the same name. Taken when the package is loaded, since a name that a program adds to
 * its own `globalThis` later is not there in a worker.
 */
const names: ReadonlySet<string> = new Set(
  [globalThis, Object.prototype].flatMap((holder) => Object.getOwnPropertyNames(holder)),
);

/** Whether a worker has this name without being given it. */
export function isGlobalName(name: string): boolean {
  return name !== "__tslab__" && names.has(name);
}

let paths: Map<unknown, readonly string[]> | undefined;

/**
 * The path under which every thread finds its own copy of this function, object or symbol: `["Math", "max"]`,
 * `["Array", "prototype", "map"]`, `["Symbol", "iterator"]`.
 */
export function globalPath(value: unknown): readonly string[] | undefined {
  paths ??= collect();
  const path = paths.get(value);
  if (path !== undefined || typeof value !== "function") return path;
  // Node makes some of its globals on first use; those are asked for by name only, so as not to make them all.
  const { name } = value;
  return isGlobalName(name) && (globalThis as Record<string, unknown>)[name] === value ? [name] : undefined;
}

function collect(): Map<unknown, readonly string[]> {
  const found = new Map<unknown, readonly string[]>();
  const add = (holder: object, path: readonly string[], depth: number): void => {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
      if ((!isHolder && typeof value !== "symbol") || found.has(value)) continue;
      found.set(value, [...path, key]);
      if (isHolder && (depth < 2 || key === "prototype")) add(value, [...path, key], depth + 1);
    }
  };
  found.set(globalThis, ["globalThis"]);
  for (const name of names) {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (!isGlobalName(name) || value === null || (typeof value !== "object" && typeof value !== "function")) continue;
    if (!found.has(value)) found.set(value, [name]);
  }
  for (const [holder, path] of [...found]) {
    // What hangs on `process` belongs to a thread or to the whole program, not to the language.
    if (holder !== globalThis && path[0] !== "process") add(holder as object, path, 1);
  }
  return found;
}
