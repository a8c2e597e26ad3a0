import { checkOptions, wholeNumber } from "../options.js";
import { Collection } from "./collection.js";
import { callOnColumns } from "./column-calls.js";
import { refuseOptions } from "./refuse-options.js";
import { cumulatePlan, shiftPlan } from "./running/running-plans.js";

/**
 * What a frame and a Series work out value by value: with one value for all rows, or with what stands in the same rows of
 * another collection of the same frame. A frame does so in each of its columns, all of which must be of a fitting kind.
 */
export abstract class Elementwise<Other> extends Collection {
  /** What a function makes of the values of each column, and of what stands beside them in others. */
  protected abstract combine(fn: string, others: readonly Other[], params?: readonly unknown[], method?: string): this;

  /** The sum, float64; of two texts the second after the first; of a datetime and milliseconds a datetime. */
  add(other: Other): this {
    return this.combine("add", [other]);
  }

  /** The difference, float64; of two datetimes the milliseconds between them. */
  sub(other: Other): this {
    return this.combine("sub", [other]);
  }

  /** The product, float64. */
  mul(other: Other): this {
    return this.combine("mul", [other]);
  }

  /** The quotient, float64; by zero it is infinite, or missing for zero itself. */
  div(other: Other): this {
    return this.combine("div", [other]);
  }

  /** The quotient, float64, which is 0 where the divisor is. */
  divNoNan(other: Other): this {
    return this.combine("divNoNan", [other]);
  }

  /** The larger of the two, float64; missing where one of them is. */
  maximum(other: Other): this {
    return this.combine("maximum", [other]);
  }

  /** The smaller of the two, float64; missing where one of them is. */
  minimum(other: Other): this {
    return this.combine("minimum", [other]);
  }

  /** What is left by a division, float64, with the sign of the divisor as in pandas. */
  mod(other: Other): this {
    return this.combine("mod", [other]);
  }

  /** The power, float64. */
  pow(other: Other): this {
    return this.combine("pow", [other]);
  }

  /** To so many digits after the point, float64; of two equally near the even one, as in pandas. */
  round(digits = 0): this {
    checkOptions("round", { digits }, { digits: wholeNumber(0) });
    return this.combine("round", [], [digits]);
  }

  neg(): this {
    return this.combine("neg", []);
  }

  abs(): this {
    return this.combine("abs", []);
  }

  /** Whether the values are equal; false where one is missing. */
  eq(other: Other): this {
    return this.combine("eq", [other]);
  }

  /** Whether the values differ; true where one is missing. */
  ne(other: Other): this {
    return this.combine("ne", [other]);
  }

  gt(other: Other): this {
    return this.combine("gt", [other]);
  }

  lt(other: Other): this {
    return this.combine("lt", [other]);
  }

  ge(other: Other): this {
    return this.combine("ge", [other]);
  }

  le(other: Other): this {
    return this.combine("le", [other]);
  }

  /**
   * In each row the sum of its column's values up to there, float64. Like the next three: lazy; a missing value stays so
   * and is skipped; a pass of its own finds what each partition comes to, and only that moves between tasks.
   */
  cumSum(): this {
    return this.derive(cumulatePlan("cumSum", this.plan, "sum"));
  }

  /** The product of the values up to each row, float64. */
  cumProd(): this {
    return this.derive(cumulatePlan("cumProd", this.plan, "prod"));
  }

  /** The smallest of the values up to each row, of the column's dtype. */
  cumMin(): this {
    return this.derive(cumulatePlan("cumMin", this.plan, "min"));
  }

  cumMax(): this {
    return this.derive(cumulatePlan("cumMax", this.plan, "max"));
  }

  /**
   * In each row what stands so many rows before it, or with a negative number after it; missing where there is no such
   * row. Lazy; only so many rows of each partition move between tasks, in a pass of their own.
   */
  shift(periods = 1): this {
    return this.derive(shiftPlan("shift", this.plan, periods));
  }

  /** The difference to what stands so many rows before, float64; of datetimes in milliseconds. Costs what {@link shift} costs. */
  diff(periods = 1): this {
    const before = shiftPlan("diff", this.plan, periods);
    return this.derive(callOnColumns("diff", "sub", this.plan, [before]));
  }

  /** By what share each value is above what stands so many rows before, float64. Costs what {@link shift} costs. */
  pctChange(periods = 1): this {
    const ratio = callOnColumns("pctChange", "div", this.plan, [shiftPlan("pctChange", this.plan, periods)]);
    return this.derive(callOnColumns("pctChange", "sub", ratio, [1]));
  }
}

refuseOptions(Elementwise, { round: 1, shift: 1, diff: 1, pctChange: 1 });
