import { pairwiseSum } from "../metrics/pairwise-sum.js";

/** How a model did on one fold. */
export interface FoldScore {
  /** The rows it was trained on and tested on. */
  readonly train: number;
  readonly test: number;
  /** NaN if it could not be trained, or the score is not defined for these rows. */
  readonly score: number;
}

/** How a model did in cross-validation. Shows itself in a notebook. */
export class Scores {
  /** By fold. */
  readonly scores: readonly number[];
  readonly mean: number;
  /** The standard deviation of the folds, as numpy has it: the mean of the squares is over all folds. */
  readonly std: number;

  /** @internal Made by `crossValScore`. */
  constructor(
    /** What was scored: "accuracy". */
    readonly scoring: string,
    readonly folds: readonly FoldScore[],
  ) {
    this.scores = folds.map(({ score }) => score);
    [this.mean, this.std] = meanAndDeviation(this.scores);
  }

  [Symbol.iterator](): Iterator<number> {
    return this.scores[Symbol.iterator]();
  }

  toString(): string {
    return `${this.scoring}: ${this.mean.toFixed(3)} ± ${this.std.toFixed(3)} (${this.folds.length} folds)`;
  }
}

/** Mean and standard deviation in numpy's own steps, so that means that are equal there are equal here. */
export function meanAndDeviation(values: readonly number[]): [mean: number, std: number] {
  const mean = pairwiseSum(values) / values.length;
  return [mean, Math.sqrt(pairwiseSum(values.map((value) => (value - mean) ** 2)) / values.length)];
}
