import type { Column } from "../../partition/partition.js";
import { asKey, contradiction, shortened } from "../contradiction.js";
import { ParseFault } from "../parse-fault.js";
import type { Place } from "./find-records.js";
import { JsonColumnBuilder } from "./json-column-builder.js";
import { dtypeOf, kindOf } from "./json-kinds.js";
import type { JsonColumn, JsonTable } from "./json-source.js";

/**
 * Parses records into columns, in the order of `columns`. Keys of a record that are no column are passed over, unless
 * the table is complete.
 *
 * @throws {ParseFault} a record is no object, is not JSON, has a key that was not expected or a value that is not of
 *   its column's dtype.
 */
export function parseRecords(
  bytes: Buffer,
  places: Iterable<Place>,
  { schema, complete }: Pick<JsonTable, "schema" | "complete">,
  columns: readonly JsonColumn[],
): { length: number; columns: Column[] } {
  const known = new Set(schema.map(({ name }) => name));
  const builders = columns.map((column) => new JsonColumnBuilder(column));
  let length = 0;
  for (const [start, end] of places) {
    const record = parseRecord(bytes, start, end);
    if (complete) {
      for (const key of Object.keys(record)) if (!known.has(key)) throw unexpected(record, key, schema, start);
    }
    for (const builder of builders) {
      const { name } = builder.column;
      const value = Object.hasOwn(record, name) ? record[name] : null;
      if (!builder.append(value)) throw contradicts(builder.column, value, schema, start);
    }
    length += 1;
  }
  return { length, columns: builders.map((builder) => builder.finish()) };
}

/**
 * The record that bytes spell.
 *
 * @throws {ParseFault} it is not JSON, or no object.
 */
export function parseRecord(bytes: Buffer, start: number, end: number): Record<string, unknown> {
  let record: unknown;
  try {
    record = JSON.parse(bytes.toString("utf8", start, end));
  } catch (error) {
    const reason = (error as Error).message.replace(/ \(line 1 column \d+\)/, "");
    throw new ParseFault(
      `this is no JSON (${reason}). readJSON takes one object a line, or one array of objects`,
      start,
    );
  }
  if (typeof record === "object" && record !== null && !Array.isArray(record)) return record as Record<string, unknown>;
  throw new ParseFault(`a record must be an object, but this is ${shown(record)}`, start);
}

/** How to leave columns out, as the end of a sentence. */
export function columnsToPass(schema: readonly Pick<JsonColumn, "name">[]): string {
  return `columns: ${JSON.stringify(schema.map(({ name }) => name))}`;
}

function unexpected(
  record: Record<string, unknown>,
  key: string,
  schema: readonly JsonColumn[],
  at: number,
): ParseFault {
  const dtype = dtypeOf(new Set([kindOf(record[key])]));
  const all = [...schema, { name: key }];
  return new ParseFault(
    `there is a column ${JSON.stringify(key)} here, which a sample of the file did not show. Pass ${columnsToPass(all)} and dtypes: { ${asKey(key)}: "${dtype}" } to readJSON; or without it, to leave it out`,
    at,
    { column: key, value: JSON.stringify(record[key]) },
  );
}

function contradicts(column: JsonColumn, value: unknown, schema: readonly JsonColumn[], at: number): ParseFault {
  const where = { column: column.name, value: JSON.stringify(value) };
  if (kindOf(value) === "nested") {
    const others = schema.filter(({ name }) => name !== column.name);
    return new ParseFault(
      `column ${JSON.stringify(column.name)} holds ${shown(value)}, which no column of a frame can. To leave it out, pass ${columnsToPass(others)} to readJSON`,
      at,
      where,
    );
  }
  const fits = column.dtype === "int32" && typeof value === "number";
  return new ParseFault(contradiction(column, shown(value), fits ? "float64" : "string", "readJSON"), at, where);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? JSON.stringify(shortened(value)) : String(value);
}
