/**
 * In which fold each row is tested. As a split's rule (`split-rule.ts`), a fold's rule decides by the row's number, its
 * class or its group alone, so that any worker can apply it to any block.
 */
import { otherRows, type RowMask, rowMask } from "../frame/row-mask.js";
import type { Label } from "../metrics/labels.js";
import type { FoldRanges, RowRange } from "./fold-sizes.js";
import { type Cut, partAt, type RowBlock } from "./row-order.js";

/** Plain data; may travel between threads. */
export type FoldRule =
  /** By the rows' numbers. */
  | { readonly kind: "ranges"; readonly folds: readonly FoldRanges[] }
  /** Shuffled. `labels` and `cuts` have an entry a class when stratified; otherwise the cuts are those of all rows. */
  | {
      readonly kind: "shuffled";
      readonly nFolds: number;
      readonly seed: number;
      readonly labels?: readonly Label[];
      readonly cuts: readonly (readonly Cut[])[];
    }
  /** The rows of each class in their order: `ends` are how many come before the end of each fold, `seen` before the block. */
  | {
      readonly kind: "ranked";
      readonly nFolds: number;
      readonly labels: readonly Label[];
      readonly ends: readonly (readonly number[])[];
      readonly seen: readonly number[];
    }
  /** By group: the fold of each, in the order in which the block's groups first come. */
  | { readonly kind: "groups"; readonly nFolds: number; readonly folds: Uint16Array };

/** Which rows of a partition are in which part of a split. */
export interface SplitMasks {
  readonly train: RowMask;
  readonly test: RowMask;
}

/**
 * The rows of a block that each fold trains and tests on.
 *
 * @param block - its `classes` are the rows' classes, or their groups.
 */
export function foldMasks(rule: FoldRule, block: RowBlock): SplitMasks[] {
  const { length } = block;
  if (rule.kind === "ranges") return rule.folds.map((fold) => rangeMasks(fold, block));
  const rows = Array.from({ length: rule.nFolds }, (): number[] => []);
  const foldOf = folder(rule, block);
  for (let i = 0; i < length; i++) rows[foldOf(i)].push(i);
  return rows.map((tested) => {
    const test = rowMask(length, tested);
    return { train: otherRows(test, length), test };
  });
}

function rangeMasks({ train, test }: FoldRanges, { firstRow, length }: RowBlock): SplitMasks {
  const rowsIn = ({ from, to }: RowRange): number[] => {
    const first = Math.max(0, from - firstRow);
    return Array.from({ length: Math.max(0, Math.min(to - firstRow, length) - first) }, (_, i) => first + i);
  };
  const isTested = (i: number): boolean => firstRow + i >= test.from && firstRow + i < test.to;
  return {
    train: rowMask(
      length,
      rowsIn(train).filter((i) => !isTested(i)),
    ),
    test: rowMask(length, rowsIn(test)),
  };
}

/** Gives the fold of each place of a block; to be asked in order. */
function folder(rule: Exclude<FoldRule, { kind: "ranges" }>, { firstRow, classes }: RowBlock): (i: number) => number {
  const classOf = (i: number): number => classes?.[i] ?? 0;
  switch (rule.kind) {
    case "shuffled":
      return (i) => partAt(rule.seed, firstRow + i, rule.cuts[classOf(i)]);
    case "groups":
      return (i) => rule.folds[classOf(i)];
    case "ranked": {
      const seen = [...rule.seen];
      return (i) => {
        const rank = seen[classOf(i)]++;
        return rule.ends[classOf(i)].findIndex((end) => rank < end);
      };
    }
  }
}
