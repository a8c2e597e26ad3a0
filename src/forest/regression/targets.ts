/** The target of a regressor: a number a row. */
import { type Column, cellAt, columnLength, isMissing } from "../../partition/partition.js";

/** What a target, or a partition of it, holds. */
export interface TargetSummary {
  readonly rows: number;
  readonly missing: number;
  /** Of the values that are there. */
  readonly least: number;
  readonly sum: number;
}

/**
 * What one partition's target holds.
 *
 * @throws {TypeError} a value is no finite number.
 */
export function collectTargets(column: Column, name: string): TargetSummary {
  let missing = 0;
  let least = Infinity;
  let sum = 0;
  const rows = columnLength(column);
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) {
      missing += 1;
      continue;
    }
    const value = "codes" in column ? NaN : column.values[row];
    if (!Number.isFinite(value) || column.dtype === "datetime") {
      const cell = cellAt(column, row);
      throw new TypeError(
        `Cannot fit: ${quoted(name)} holds ${typeof cell === "string" ? JSON.stringify(cell.slice(0, 60)) : String(cell)}, but a regressor predicts finite numbers. For classes take RandomForestClassifier.`,
      );
    }
    least = Math.min(least, value);
    sum += value;
  }
  return { rows, missing, least, sum };
}

/** What all partitions hold together. */
export function mergeTargets(parts: readonly TargetSummary[]): TargetSummary {
  return {
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    missing: parts.reduce((sum, part) => sum + part.missing, 0),
    least: parts.reduce((least, part) => Math.min(least, part.least), Infinity),
    sum: parts.reduce((sum, part) => sum + part.sum, 0),
  };
}

/**
 * Refuses a target that trees cannot be grown for.
 *
 * @throws {RangeError} there are no rows, or the criterion is "poisson" and values are negative or all 0.
 * @throws {TypeError} values are missing.
 */
export function requireTargets({ rows, missing, least, sum }: TargetSummary, name: string, poisson: boolean): void {
  if (rows === 0) throw new RangeError("Cannot fit: the data has no rows.");
  if (missing > 0) {
    throw new TypeError(
      `Cannot fit: ${missing} of ${rows} rows have no value in ${quoted(name)}. Leave such rows out before fitting.`,
    );
  }
  if (!poisson || (least >= 0 && sum > 0)) return;
  const found = least < 0 ? `the least of ${quoted(name)} is ${least}` : `all of ${quoted(name)} are 0`;
  throw new RangeError(`Cannot fit: the criterion "poisson" is about counts of at least 0, some above; ${found}.`);
}

/** The numbers of a column without missing values. */
export function targetValues(column: Column): Float64Array {
  return "codes" in column ? new Float64Array(columnLength(column)).fill(NaN) : Float64Array.from(column.values);
}

function quoted(name: string): string {
  return `the target ${JSON.stringify(name)}`;
}
