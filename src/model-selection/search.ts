/** What the searches share: candidates are cross-validated on the same folds, ranked, and the best is fitted on all rows. */
import type { FrameInput, SeriesInput } from "../frame/input.js";
import { aBoolean, type OptionTable } from "../options.js";
import { type CrossValOptions, crossValidate, crossValRules, keepRows } from "./cross-validate.js";
import { type Estimator, unfitted } from "./estimator.js";
import type { SplitOptions } from "./folds.js";
import type { Parameters } from "./parameter-grid.js";
import type { Scores } from "./scores.js";

/** Options of a search. */
export interface SearchOptions<M extends Estimator = Estimator> extends CrossValOptions<M> {
  /** Whether a model with the best options is fitted on all rows at the end. Default true. */
  refit?: boolean;
}

export const searchRules: OptionTable<SearchOptions> = { ...crossValRules, refit: aBoolean };

/** What a search found of one candidate. */
export interface SearchResult<M extends Estimator = Estimator> {
  readonly params: Parameters<M>;
  /** By fold. */
  readonly scores: readonly number[];
  readonly mean: number;
  /** The standard deviation of the folds, as numpy has it. */
  readonly std: number;
  /** 1 for the best; candidates of the same mean have the same rank, and then some are left out. */
  readonly rank: number;
}

interface Found<M extends Estimator> {
  readonly results: readonly SearchResult<M>[];
  readonly scores: readonly Scores[];
  readonly best: number;
  readonly estimator: M | undefined;
}

/** A search for a model's best options: {@link GridSearchCV} or {@link RandomizedSearchCV}. Shows itself in a notebook. */
export abstract class Search<M extends Estimator> {
  private found: Found<M> | undefined;

  /** @internal */
  constructor(
    /** The search's name, for errors. */
    private readonly owner: string,
    private readonly model: M,
    private readonly search: SearchOptions<M>,
  ) {}

  /** The options of each candidate; checks those of the search. */
  protected abstract candidates(): object[];

  /**
   * Cross-validates every candidate, a few models at a time, and fits a model with the best options on all rows. Rows are
   * read once, and kept by the cluster until the end. What was found before is forgotten.
   *
   * @param options - `groups`: for splitters that look at groups.
   * @throws {OptionError} an option of the search is wrong, or one of the model: nothing is trained then. @throws
   *   {RangeError} rows cannot be cut into so many folds, X and y differ in their number of rows, or no model could be trained.
   */
  async fit(X: FrameInput, y: SeriesInput, { groups }: SplitOptions = {}): Promise<this> {
    this.found = undefined;
    const { refit = true, ...rest } = this.search;
    const candidates = this.candidates();
    for (const options of candidates) unfitted(this.model, options).checkOptions?.();
    const rows = await keepRows(X, y, groups);
    try {
      const scores = await crossValidate(this.model, candidates, rows, rest, { title: "candidates", of: "candidates" });
      const ranks = rankMeans(scores.map(({ mean }) => mean));
      const best = ranks.indexOf(1);
      const estimator = refit ? unfitted(this.model, candidates[best]) : undefined;
      await estimator?.fit(rows.X, rows.y);
      const results = candidates.map((params, i) => {
        const { scores: ofFolds, mean, std } = scores[i];
        return { params: params as Parameters<M>, scores: ofFolds, mean, std, rank: ranks[i] };
      });
      this.found = { results, scores, best, estimator };
      return this;
    } finally {
      rows.release();
    }
  }

  /** Whether `fit` has succeeded. */
  get isFitted(): boolean {
    return this.found !== undefined;
  }

  /** The options of the candidate with the greatest mean score, the first of equal ones. */
  get bestParams(): Parameters<M> {
    const { results, best } = this.known("bestParams");
    return results[best].params;
  }

  /** Its mean score. */
  get bestScore(): number {
    const { results, best } = this.known("bestScore");
    return results[best].mean;
  }

  /** Its scores on the folds. */
  get bestScores(): Scores {
    const { scores, best } = this.known("bestScores");
    return scores[best];
  }

  /** Its place in `cvResults`. */
  get bestIndex(): number {
    return this.known("bestIndex").best;
  }

  /** A model with these options, fitted on all rows. Not with `refit: false`. */
  get bestEstimator(): M {
    const { estimator } = this.known("bestEstimator");
    if (estimator !== undefined) return estimator;
    throw new Error(`${this.owner}: there is no bestEstimator with refit: false; fit a model with bestParams.`);
  }

  /** What was found of each candidate, in the order in which they were tried. */
  get cvResults(): readonly SearchResult<M>[] {
    return this.known("cvResults").results;
  }

  private known(what: string): Found<M> {
    if (this.found !== undefined) return this.found;
    throw new Error(`${this.owner}: ${what} needs a finished search; call fit(X, y) first, and await it.`);
  }
}

/** The rank of each mean, 1 for the greatest; equal ones share the least of their ranks, and NaN comes last. */
export function rankMeans(means: readonly number[]): number[] {
  const keys = means.map((mean) => (Number.isNaN(mean) ? -Infinity : mean));
  return keys.map((key) => 1 + keys.filter((other) => other > key).length);
}
