import { middleCode } from "../bins/middle-code.js";
import type { CodeMatrix } from "./binned-matrix.js";
import { splitBetween } from "./exact-splits.js";
import type { NodeBuilder } from "./node-builder.js";

/** The best split of a node, of the rows from `start` up to `end`. */
export interface FoundSplit {
  readonly start: number;
  readonly end: number;
  readonly feature: number;
  /** Left are codes from `low` to `split`; for categories those in `leftBits`. */
  readonly low: number;
  readonly split: number;
  /** The next code that occurs in the node; the number of codes where there is none. */
  readonly next: number;
  readonly sawMissing: boolean;
}

/** What a split by category says: a bit for each category on the left. */
export interface SplitBits {
  readonly matrix: CodeMatrix;
  readonly leftBits: Int32Array;
}

export type SplitTaker = Pick<NodeBuilder, "addSplit" | "addCategorySplit">;

/**
 * Adds a split to a tree, once the rows are parted. A missing number that did not occur in the node goes to the larger
 * child; right if equal.
 *
 * @param middle - where the right rows begin.
 * @param exact - whether splits are noted as `exact-splits.ts` reads them.
 */
export function addFoundSplit(
  builder: SplitTaker,
  { feature, start, end, split, next, sawMissing, low }: FoundSplit,
  middle: number,
  { matrix, leftBits }: SplitBits,
  exact: boolean,
): number {
  const { categorical, codeCounts, edges, edgeStart } = matrix;
  if (categorical[feature] === 1) return builder.addCategorySplit(feature, leftBits, (codeCounts[feature] + 31) >> 5);
  const missingLeft = sawMissing ? low === 0 : middle - start > end - middle;
  const codes = codeCounts[feature];
  if (exact) return builder.addSplit(feature, splitBetween(split, next, codes), missingLeft);
  const code = next === codes ? next - 1 : middleCode(edges, edgeStart[feature] - 1, split, next);
  return builder.addSplit(feature, code, missingLeft);
}
