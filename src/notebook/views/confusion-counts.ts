import type { ConfusionMatrix } from "../../metrics/confusion-matrix.js";
import { labelName } from "../../metrics/labels.js";
import { count, named, percent } from "../text.js";

/** How often each true class (a row) was taken for each class (a column). */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** The sum of each row. */
  readonly support: readonly number[];
  /** Whether the counts are rows, rather than weights or shares. */
  readonly whole: boolean;
}

/** What the views show of a confusion matrix. */
export function confusionCounts({ labels, counts }: Pick<ConfusionMatrix, "labels" | "counts">): Confusion {
  return {
    labels: labels.map(labelName),
    counts,
    support: counts.map((row) => row.reduce((sum, value) => sum + value, 0)),
    whole: counts.every((row) => row.every(Number.isInteger)),
  };
}

/** A count as it is shown; a weight or a share with two decimals. */
export function amount(value: number, { whole }: Confusion): string {
  return whole ? count(value) : value.toFixed(2);
}

/** The (at most three) pairs with the most rows taken wrongly, as clauses; the larger share first where counts are equal. */
export function worstConfusions(confusion: Confusion): string[] {
  const { labels, counts, support } = confusion;
  const wrong = counts.flatMap((row, i) => row.map((value, j) => ({ i, j, value, share: value / support[i] })));
  return wrong
    .filter(({ i, j, value }) => i !== j && value > 0)
    .sort((a, b) => b.value - a.value || b.share - a.share || a.i - b.i || a.j - b.j)
    .slice(0, 3)
    .map(({ i, j, value, share }) => {
      const rows = `${amount(value, confusion)} of ${amount(support[i], confusion)}`;
      return `${rows} “${named(labels[i], 30)}” (${percent(share)}) were taken for “${named(labels[j], 30)}”`;
    });
}
