import { checkOptions, type OptionTable, wholeNumber } from "../options.js";
import type { Estimator } from "./estimator.js";
import { type ParameterDistributions, sampleParameters } from "./parameter-sampler.js";
import { Search, type SearchOptions, searchRules } from "./search.js";

/** Options of {@link RandomizedSearchCV}. */
export interface RandomizedSearchOptions<M extends Estimator = Estimator> extends SearchOptions<M> {
  /** How many combinations to try. Default 10. */
  nIter?: number;
  /** The same whole number draws the same combinations. Default: others each time. */
  randomState?: number;
}

const rules: OptionTable<RandomizedSearchOptions> = {
  ...searchRules,
  nIter: wholeNumber(1),
  randomState: wholeNumber(0),
};

/**
 * Tries combinations of options that are drawn at random, from lists or from ranges of numbers; otherwise as
 * {@link GridSearchCV}.
 *
 * @example
 * const search = new RandomizedSearchCV(
 *   new RandomForestClassifier({ randomState: 1 }),
 *   { maxDepth: { low: 2, high: 20, whole: true }, maxFeatures: ["sqrt", "log2"] },
 *   { nIter: 20, randomState: 1 },
 * );
 */
export class RandomizedSearchCV<M extends Estimator = Estimator> extends Search<M> {
  /**
   * Only keeps what it is given; `fit` checks it.
   *
   * @param model - what to search for; it is not fitted itself.
   * @param distributions - for each option a list of values, or a range of numbers.
   */
  constructor(
    model: M,
    private readonly distributions: ParameterDistributions<M>,
    readonly options: Readonly<RandomizedSearchOptions<M>> = {},
  ) {
    super("RandomizedSearchCV", model, options);
  }

  protected candidates(): object[] {
    checkOptions("RandomizedSearchCV", this.options as RandomizedSearchOptions, rules);
    const { nIter = 10, randomState = Math.floor(Math.random() * 2 ** 32) } = this.options;
    return sampleParameters("RandomizedSearchCV", this.distributions, nIter, randomState);
  }
}
