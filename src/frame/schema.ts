import { ColumnError } from "../errors.js";
import { nearest } from "../options.js";
import type { DType } from "../partition/partition.js";

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
 * @throws {ColumnError} one of them is not there.
 */
export function pickFields(schema: Schema, names: readonly string[], what: string): Field[] {
  return names.map((name) => {
    const field = schema.find((candidate) => candidate.name === name);
    if (field === undefined) throw missingColumn(schema, name, what);
    return field;
  });
}

/** A name that none of these is: the wanted one, with as many blanks after it as that takes. */
export function freeName(names: readonly string[], wanted: string): string {
  return names.includes(wanted) ? freeName(names, `${wanted} `) : wanted;
}

/** The sentence for a column that is not there, with the name that was probably meant. */
export function missingColumn(schema: Schema, column: string, what: string): ColumnError {
  const columns = schema.map((field) => field.name);
  const near = nearest(column, columns);
  const hint = near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`;
  const shown = columns.slice(0, 20).map((name) => JSON.stringify(name));
  const list = columns.length > 20 ? `${shown.join(", ")}, … (${columns.length} in all)` : shown.join(", ");
  return new ColumnError(`${what}: there is no column ${JSON.stringify(column)}.${hint} The columns are ${list}.`, {
    column,
    columns,
  });
}
