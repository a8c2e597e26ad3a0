import type { Frame } from "../danfo/danfo.js";
import { checkOptions, type OptionRule } from "../options.js";
import { Elementwise } from "./elementwise.js";
import { refuseOptions } from "./refuse-options.js";
import { rowwisePlan } from "./rowwise.js";
import { Series } from "./series.js";
import { describePlan } from "./statistics/describe-plan.js";
import { reduceToRow } from "./statistics/reduce.js";
import { correlationFrame, modeFrame, quantileFrame } from "./statistics/summaries.js";

/** Which way an aggregate goes: 0, over the rows of each column; 1, over the columns of each row. */
export interface AxisOptions<Axis extends 0 | 1 = 0 | 1> {
  readonly axis?: Axis;
}

const anAxis: OptionRule = { takes: "0 or 1", test: (value) => value === 0 || value === 1 };

/** One row of aggregates, worked out now; or with `axis: 1` a lazy Series, one aggregate a row. */
type Aggregated<Axis extends 0 | 1> = Axis extends 1 ? Series : Promise<Frame>;

/** The aggregates of a frame. Those named alike run over the rows of each column; with `{ axis: 1 }` over the columns of each row. */
export abstract class FrameStatistics<Other> extends Elementwise<Other> {
  /**
   * Count, mean, std, min, quartiles and max of each numeric column, as a danfo frame with these as its index. One pass
   * for the moments and one for the quartiles, which are exact up to 200,000 rows and beyond that come from a sample of
   * about as many (standard error of a quartile's rank: 0.1 percentage points).
   */
  describe(): Promise<Frame> {
    return describePlan(this.plan);
  }

  /**
   * The numbers of values that are there, as a danfo frame of one row named "count". Like the next ones: over the rows of
   * each column, missing values skipped, in one pass.
   *
   * With `{ axis: 1 }`, a Series of what each row comes to, lazy, as float64 (`count`: int32), again without the missing
   * values; of a row that has none the sum is 0, and what is not a count is missing.
   */
  count<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("count", options);
  }

  /** Of the columns of numbers and booleans, as the next two. */
  sum<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("sum", options);
  }

  mean<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("mean", options);
  }

  /** The deviations, dividing by count - 1. */
  std<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("std", options);
  }

  /** As `std`, squared. */
  var<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("var", options);
  }

  /** Of all columns, texts by code point; with `{ axis: 1 }` of those of numbers and booleans. */
  min<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("min", options);
  }

  max<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("max", options);
  }

  /** The middle values of the columns of numbers, exactly; one pass up to 200,000 rows, else two. */
  median<Axis extends 0 | 1 = 0>(options?: AxisOptions<Axis>): Aggregated<Axis> {
    return this.#aggregate("median", options);
  }

  /** The numbers of different values. The values of all columns meet in one task's memory. */
  nUnique(): Promise<Frame> {
    return reduceToRow(this.plan, "nUnique");
  }

  /**
   * The most frequent values of each column in ascending order, one below the other; missing below, where another column
   * has more. A pass for each column, whose different values meet in one task.
   */
  mode(): Promise<Frame> {
    return modeFrame(this.plan);
  }

  /** Quantiles of the columns of numbers, a row for each, exactly, by linear interpolation. Costs what `median` costs. */
  quantile(q: number | readonly number[] = 0.5): Promise<Frame> {
    const fractions = typeof q === "number" ? [q] : q;
    return quantileFrame(this.plan, fractions, fractions, "quantile");
  }

  /** Pearson's correlation of each pair of columns of numbers, over the rows where both have a value. One pass. */
  corr(): Promise<Frame> {
    return correlationFrame(this.plan);
  }

  #aggregate<Axis extends 0 | 1>(
    how: "count" | "sum" | "mean" | "std" | "var" | "min" | "max" | "median",
    options: AxisOptions<Axis> = {},
  ): Aggregated<Axis> {
    checkOptions(how, options, { axis: anAxis });
    if (options.axis === 1) return new Series(rowwisePlan(this.plan, how)) as Aggregated<Axis>;
    const made = how === "median" ? quantileFrame(this.plan, [0.5], [how], how) : reduceToRow(this.plan, how);
    return made as Aggregated<Axis>;
  }
}

refuseOptions(FrameStatistics, { quantile: 1 });
