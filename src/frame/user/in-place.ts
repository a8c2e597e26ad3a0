import { sep } from "node:path";
import { inspect } from "node:util";

/** What a call of a user's function gives; where it throws, or its promise fails, the error's stack says where that was. */
export function inPlace<T>(call: () => T, where: () => string): T {
  try {
    const made = call();
    return made instanceof Promise ? (made.catch((error) => throwFrom(error, where())) as T) : made;
  } catch (error) {
    return throwFrom(error, where());
  }
}

/** Values as an error shows them, on one line. */
export function shown(values: unknown): string {
  return inspect(values, { breakLength: Number.POSITIVE_INFINITY, compact: true, maxStringLength: 60 }).slice(0, 300);
}

const library = __dirname + sep;

/** The place stands below the user's own calls. */
function throwFrom(error: unknown, where: string): never {
  if (error instanceof Error) {
    const lines = String(error.stack).split("\n");
    const ours = lines.findIndex((line) => line.includes(library));
    lines.splice(ours < 0 ? lines.length : ours, 0, `    in ${where}`);
    error.stack = lines.join("\n");
  }
  throw error;
}
