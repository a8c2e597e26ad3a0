import { OptionError } from "../../errors.js";
import type { SeriesInput } from "../../frame/input.js";
import { checkOptions, type OptionTable } from "../../options.js";
import type { SharedForestOptions } from "../forest-options.js";
import { DEFAULT_TREES } from "./fit-tasks.js";

/** What `fit` takes besides X and y. */
export interface FitOptions {
  /** How much each row of X counts: a number of at least 0 for each. */
  sampleWeight?: SeriesInput;
}

const rules: OptionTable<FitOptions> = {
  sampleWeight: {
    takes: "a Series or an array",
    test: (value) => typeof value === "object" && value !== null,
  },
};

/**
 * Checks what `fit` was given.
 *
 * @throws {OptionError} it has an option that is none, or one that the model's splitter does not know.
 */
export function checkFitOptions(owner: string, options: FitOptions, model: SharedForestOptions): void {
  checkOptions(`${owner}.fit`, options, rules);
  if (options.sampleWeight === undefined || model.splitter !== "ml-random-forest") return;
  throw new OptionError(`${owner}.fit: the splitter "ml-random-forest" knows no weights; leave out "sampleWeight".`, {
    option: "sampleWeight",
    value: options.sampleWeight,
  });
}

/**
 * With warmStart: whether there are to be more trees than these.
 *
 * @throws {OptionError} there are to be fewer.
 */
export function asksForTrees(
  owner: string,
  { nEstimators = DEFAULT_TREES }: SharedForestOptions,
  trees: number,
): boolean {
  if (nEstimators > trees) return true;
  if (nEstimators < trees) {
    throw new OptionError(
      `${owner}: with warmStart, option "nEstimators" must be at least ${trees}, the number of trees there are, but it is ${nEstimators}.`,
      { option: "nEstimators", value: nEstimators },
    );
  }
  process.emitWarning(
    `${owner}: fit with warmStart grows no trees, as there are ${trees} already; ask for more with setParams({ nEstimators }).`,
    "WarmStartWarning",
  );
  return false;
}
