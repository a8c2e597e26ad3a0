import { OptionError } from "../errors.js";
import { missingColumn, mustDiffer, type Schema } from "./schema.js";

/**
 * The names of columns after a renaming.
 *
 * @throws {ColumnError} one to rename is not there.
 * @throws {OptionError} two would be alike, or the new names are not given by the old ones.
 */
export function renamedColumns(schema: Schema, mapper: Readonly<Record<string, string>>): string[] {
  if (typeof mapper !== "object" || mapper === null || Object.values(mapper).some((name) => typeof name !== "string")) {
    throw new OptionError('rename takes the new names by the old ones: rename({ old: "new" }).', {
      option: "mapper",
      value: mapper,
    });
  }
  const from = schema.map(({ name }) => name);
  const known = new Set(from);
  for (const name of Object.keys(mapper)) if (!known.has(name)) throw missingColumn(schema, name, "rename");
  const to = from.map((name) => (Object.hasOwn(mapper, name) ? mapper[name] : name));
  mustDiffer("rename", to, "mapper", "give one of them another name");
  return to;
}
