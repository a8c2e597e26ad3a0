/**
 * Bins: how a column's values become codes of 8 or 16 bits. Code 0 is a missing value. A forest keeps its bins, so
 * it predicts on any values, and splits on codes are splits on values.
 */
import type { Column, Partition } from "../../partition/partition.js";
import { columnLength } from "../../partition/partition.js";
import { binNumbers } from "../kernel/bin-numbers.js";
import type { WrittenArray } from "../pack.js";
import { featureColumn } from "./feature-column.js";

/** The code of x is 1 + the number of edges below x, so x <= edges[k] if and only if its code <= k + 1. */
export interface NumericBins {
  readonly name: string;
  readonly kind: "numeric";
  /** Whether the training rows had missing values. */
  readonly sawMissing: boolean;
  /** Ascending. */
  readonly edges: Float64Array;
  /** What the numbers stand for, where they are not themselves: false and true, or milliseconds since 1970. */
  readonly dtype?: "boolean" | "datetime";
}

/** The code of a category is 1 + its place in the list. */
export interface CategoryBins {
  readonly name: string;
  readonly kind: "category";
  readonly sawMissing: boolean;
  /** Sorted by code point. */
  readonly categories: readonly string[];
  /**
   * Whether there were more categories than codes: then any that is not in the list has the code after its last.
   * Else such a category is missing.
   */
  readonly others: boolean;
}

/** The most codes of a feature, with that of missing values: as many as 16 bits tell apart. */
export const MOST_CODES = 65_536;

export type FeatureBins = NumericBins | CategoryBins;

/** One more than the greatest code. */
export function codeCount(bins: FeatureBins): number {
  return bins.kind === "numeric" ? bins.edges.length + 2 : bins.categories.length + (bins.others ? 2 : 1);
}

/** The type of arrays for codes of these bins: of 8 bits a code if that is enough, else of 16. */
export function codeType(bins: readonly FeatureBins[]): "Uint8Array" | "Uint16Array" {
  return bins.some((feature) => codeCount(feature) > 256) ? "Uint16Array" : "Uint8Array";
}

/**
 * The codes of a partition's rows, feature by feature: feature f of row i is at `f * rows + i`. Columns are found by
 * name; a partition may have others too.
 *
 * @throws {ColumnError} a column is not there, or holds text where the bins hold numbers, or the reverse.
 */
export function binPartition(partition: Partition, bins: readonly FeatureBins[]): Uint8Array | Uint16Array {
  const { type, length, fill } = writtenCodes(partition, bins);
  const codes = type === "Uint16Array" ? new Uint16Array(length) : new Uint8Array(length);
  fill(codes);
  return codes;
}

/** The same, written where they are to stand. */
export function writtenCodes(partition: Partition, bins: readonly FeatureBins[]): WrittenArray {
  const rows = partition.length;
  return {
    type: codeType(bins),
    length: rows * bins.length,
    fill(codes: Uint8Array | Uint16Array) {
      const columns = new Map(partition.names.map((name, place) => [name, partition.columns[place]]));
      bins.forEach((feature, f) => {
        binColumn(featureColumn(columns, feature), feature, codes, f * rows);
      });
    },
  };
}

/** Writes the codes of a column from `offset` on; those of a column that is not of the bins' kind are all missing. */
export function binColumn(column: Column, bins: FeatureBins, codes: Uint8Array | Uint16Array, offset: number): void {
  const rows = columnLength(column);
  if (bins.kind === "category") {
    if (!("codes" in column)) {
      codes.fill(0, offset, offset + rows);
      return;
    }
    const codeOf = categoryCodes(column.dictionary, bins);
    for (let i = 0; i < rows; i++) codes[offset + i] = column.codes[i] < 0 ? 0 : codeOf[column.codes[i]];
    return;
  }
  if ("codes" in column) {
    codes.fill(0, offset, offset + rows);
    return;
  }
  binNumbers(column.values, "valid" in column ? column.valid : undefined, bins.edges, codes, offset);
}

/** The code of each entry of a dictionary. */
function categoryCodes(dictionary: readonly string[], bins: CategoryBins): Uint16Array {
  const places = new Map(bins.categories.map((category, place) => [category, place + 1]));
  const unknown = bins.others ? bins.categories.length + 1 : 0;
  return Uint16Array.from(dictionary, (category) => places.get(category) ?? unknown);
}
