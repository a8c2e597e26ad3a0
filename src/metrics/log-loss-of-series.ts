import type { DataFrame } from "../frame/data-frame.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import { type Column, isMissing } from "../partition/partition.js";
import { encodeColumn, type Label, requireComplete } from "./labels.js";
import { besideTruth } from "./scores-of-series.js";

/** The losses of some rows; whole units of 2^-40, so that a sum does not depend on how the rows are parted. */
export interface LossSum {
  readonly rows: number;
  readonly units: bigint;
}

const unit = 2 ** 40;

/**
 * The logistic loss of a classifier's probabilities, as `logLoss` but for its last digits: a task a partition, of which
 * sums come back. A class that the classifier does not know counts as one that it gave the probability 0.
 *
 * @param probabilities - a column for each class; the same rows in the same partitions as y.
 */
export async function logLossOfSeries(y: Series, probabilities: DataFrame, classes: readonly Label[]): Promise<number> {
  const parts = await runPartitions<LossSum>(besideTruth(y, probabilities), "metrics.logLoss", {
    args: [classes],
    label: "compare probabilities",
  });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return Number(parts.reduce((sum, part) => sum + part.units, 0n)) / unit / rows;
}

/** The losses of the rows of a partition. @throws {TypeError} a label or a probability is missing. */
export function sumLosses(truth: Column, probabilities: readonly Column[], classes: readonly Label[]): LossSum {
  const encoded = encodeColumn(truth, "y");
  requireComplete(encoded, "y");
  const places = encoded.labels.map((label) => classes.indexOf(label));
  let units = 0n;
  for (const [row, code] of encoded.codes.entries()) {
    const column = probabilities[places[code]];
    units += BigInt(Math.round(-Math.log(probabilityAt(column, row)) * unit));
  }
  return { rows: encoded.codes.length, units };
}

/** Probabilities as `logLoss` counts them: none is 0 or 1. */
function probabilityAt(column: Column | undefined, row: number): number {
  if (column === undefined) return Number.EPSILON;
  if (column.dtype !== "float64" || isMissing(column, row))
    throw new TypeError(`Row ${row} (from 0) of a partition has no probability.`);
  return Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, column.values[row]));
}
