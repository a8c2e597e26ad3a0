import { ColumnError, OptionError } from "../errors.js";
import { namesInstead } from "../options.js";
import type { DType } from "../partition/partition.js";
import { whatItIs } from "../what-it-is.js";

/** A column's name and dtype. */
export interface Field {
  readonly name: string;
  readonly dtype: DType;
}

/** The columns of a frame, in order; names are unique. */
export type Schema = readonly Field[];

/**
 * The fields of these names, in the order asked for.
 *
 * @throws {ColumnError} one of them is not there. @throws {OptionError} one is no name.
 */
export function pickFields(schema: Schema, names: readonly string[], what: string): Field[] {
  const fields = new Map(schema.map((field) => [field.name, field]));
  return names.map((name) => {
    const field = fields.get(aName(what, name));
    if (field === undefined) throw missingColumn(schema, name, what);
    return field;
  });
}

/** @throws {OptionError} a column's name is no text. */
export function aName(what: string, name: unknown): string {
  if (typeof name === "string") return name;
  throw new OptionError(`${what}: a column's name must be a string, but it is ${whatItIs(name)}.`, {
    option: "name",
    value: name,
  });
}

/**
 * @param option - what decides on the names.
 * @throws {OptionError} two of them are the same.
 */
export function mustDiffer(
  what: string,
  names: readonly string[],
  option: string,
  remedy = "rename one of them first",
): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return;
  throw new OptionError(`${what}: two columns would be named ${JSON.stringify(twice)}; ${remedy}.`, {
    option,
    value: twice,
  });
}

/** A name that none of these is: the wanted one, with as many blanks after it as that takes. */
export function freeName(names: readonly string[], wanted: string): string {
  return names.includes(wanted) ? freeName(names, `${wanted} `) : wanted;
}

/** The sentence for a column that is not there, with the name that was probably meant. */
export function missingColumn(schema: Schema, column: string, what: string): ColumnError {
  const columns = schema.map((field) => field.name);
  const { hint, list } = namesInstead(column, columns);
  return new ColumnError(`${what}: there is no column ${JSON.stringify(column)}.${hint} The columns are ${list}.`, {
    column,
    columns,
  });
}
