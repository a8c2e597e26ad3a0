import { ColumnError } from "../../errors.js";
import { type Column, columnLength, isMissing } from "../../partition/partition.js";

/**
 * The column of a feature's name, of its kind. One without any value fits numbers and text alike, and so does any for
 * a feature that had no category when the model was fitted, as a file's empty column has none.
 *
 * @throws {ColumnError} it is not there, or of the other kind.
 */
export function featureColumn(
  columns: ReadonlyMap<string, Column>,
  feature: {
    readonly name: string;
    readonly kind: "numeric" | "category";
    readonly categories?: readonly string[];
    readonly others?: boolean;
  },
): Column {
  const { name, kind } = feature;
  const column = columns.get(name);
  if (column === undefined) throw missingFeature(name, [...columns.keys()]);
  const isText = "codes" in column;
  const hadNone = feature.categories?.length === 0 && feature.others !== true;
  if (isText === (kind === "category") || hadNone || allMissing(column)) return column;
  throw new ColumnError(
    `Cannot predict: the model was fitted on ${kind === "category" ? "text" : "numbers"} in column "${name}", but here it holds ${isText ? "text" : "numbers"} (${column.dtype}).`,
    { column: name, columns: [...columns.keys()] },
  );
}

/** The sentence for a column that a model needs and that is not there. */
export function missingFeature(name: string, names: readonly string[]): ColumnError {
  const shown = names.length > 20 ? `${names.slice(0, 20).join(", ")}, … (${names.length} in all)` : names.join(", ");
  return new ColumnError(
    `Cannot predict: the model was fitted on a column "${name}", which the data does not have. Its columns are: ${shown}.`,
    { column: name, columns: names },
  );
}

function allMissing(column: Column): boolean {
  for (let row = 0; row < columnLength(column); row++) if (!isMissing(column, row)) return false;
  return true;
}
