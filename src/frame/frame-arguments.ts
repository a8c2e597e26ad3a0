import { OptionError } from "../errors.js";
import { checkOptions, strings } from "../options.js";
import { Series } from "./series.js";

/** The only option of methods that take columns. */
export function columnsOption(options: unknown, method: string): string[] {
  const columns = named((options as { columns?: unknown } | undefined)?.columns, method);
  checkOptions(method, options as { columns: string[] }, { columns: strings });
  return columns;
}

/** @throws {TypeError} what is to decide on rows, or be worked out for them, is neither a Series nor a function. */
export function mustDecideRows(method: string, value: unknown, what: string): void {
  if (value instanceof Series || typeof value === "function") return;
  const given = Array.isArray(value) ? "an array" : value === null ? "null" : typeof value;
  throw new TypeError(
    `${method} takes ${what} as a Series of this frame, such as frame.column("a").gt(0), or as a function of a row, but got ${given}.`,
  );
}

/** @throws {OptionError} the columns are not an array of names. */
function named(columns: unknown, method: string): string[] {
  if (Array.isArray(columns) && columns.every((name) => typeof name === "string")) return columns;
  throw new OptionError(`${method} takes the columns as an array of names: ${method}({ columns: ["a", "b"] }).`, {
    option: "columns",
    value: columns,
  });
}
