import { OptionError } from "../errors.js";
import { missingColumn, type Schema } from "./schema.js";

/** The names of columns after a renaming. @throws {ColumnError} one to rename is not there. @throws {OptionError} two would be alike. */
export function renamedColumns(schema: Schema, mapper: Readonly<Record<string, string>>): string[] {
  const from = schema.map(({ name }) => name);
  for (const name of Object.keys(mapper)) if (!from.includes(name)) throw missingColumn(schema, name, "rename");
  const to = from.map((name) => (Object.hasOwn(mapper, name) ? mapper[name] : name));
  const twice = to.find((name, i) => to.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new OptionError(
      `rename: two columns would be named ${JSON.stringify(twice)}; give one of them another name.`,
      { option: "mapper", value: mapper },
    );
  }
  return to;
}
