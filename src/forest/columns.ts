import { ColumnError } from "../errors.js";
import type { Column } from "../partition/partition.js";
import type { FeatureBins } from "./bins.js";

/**
 * A column as its bins need it: whole-missing columns fit either kind.
 *
 * @throws {ColumnError} it is not there, or of the other kind.
 */
export function coerceColumn(column: Column | undefined, bins: FeatureBins, columns: readonly string[]): Column {
  const { name, kind } = bins;
  if (column === undefined) {
    throw new ColumnError(
      `Cannot predict: the model was fitted on a column "${name}" that the data does not have. Its columns are: ${columns.join(", ")}.`,
      { column: name, columns },
    );
  }
  const isText = "codes" in column;
  if (isText === (kind === "category")) return column;
  throw new ColumnError(
    `Cannot predict: the model was fitted on ${kind === "category" ? "text" : "numbers"} in column "${name}", but here it holds ${isText ? "text" : "numbers"} (${column.dtype}).`,
    { column: name, columns },
  );
}
