import { OptionError } from "../errors.js";

/**
 * Columns that are given as one name or as several, each once.
 *
 * @throws {OptionError} they are not.
 */
export function keysOption(keys: unknown, method: string): string[] {
  const names: unknown[] = Array.isArray(keys) ? keys : [keys];
  if (names.every((name) => typeof name === "string")) return [...new Set(names)];
  throw new OptionError(`${method} takes the name of a column, ${method}("a"), or several: ${method}(["a", "b"]).`, {
    option: "columns",
    value: keys,
  });
}
