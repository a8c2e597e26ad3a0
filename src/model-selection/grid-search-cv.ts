import { checkOptions } from "../options.js";
import type { Estimator } from "./estimator.js";
import { combinations, type ParameterGrid } from "./parameter-grid.js";
import { Search, type SearchOptions, searchRules } from "./search.js";

/**
 * Tries every combination of options, cross-validated on the same folds. The same `randomState` of the model and of the
 * splitter give the same scores for any block size and number of workers.
 *
 * @example
 * const search = new GridSearchCV(new RandomForestClassifier({ randomState: 1 }), { maxDepth: [4, 8, null], minSamplesLeaf: [1, 5] });
 * await search.fit(XTrain, yTrain);
 * search.bestParams;
 */
export class GridSearchCV<M extends Estimator = Estimator> extends Search<M> {
  /**
   * Only keeps what it is given; `fit` checks it.
   *
   * @param model - what to search for; it is not fitted itself.
   * @param grid - for each option a list of values, or several such grids.
   */
  constructor(
    model: M,
    private readonly grid: ParameterGrid<M> | readonly ParameterGrid<M>[],
    readonly options: Readonly<SearchOptions<M>> = {},
  ) {
    super("GridSearchCV", model, options);
  }

  protected candidates(): object[] {
    checkOptions("GridSearchCV", this.options as SearchOptions, searchRules);
    return combinations("GridSearchCV", this.grid);
  }
}
