import { toDanfoSeries } from "../danfo/convert.js";
import { type FrameSeries, loadDanfoSoon } from "../danfo/danfo.js";
import { OptionError } from "../errors.js";
import { type Cell, cellAt, columnLength, type DType, isMissing, type Partition } from "../partition/partition.js";
import { callOnColumns } from "./column-calls.js";
import { concatPlans } from "./concat-plans.js";
import { DatetimeMethods } from "./datetime-methods.js";
import { dtypeOption } from "./dtype-option.js";
import { Elementwise } from "./elementwise.js";
import type { Scalar } from "./expression/expression.js";
import { computePartitions, eachPartition, headPartitions, tailPartitions } from "./gather.js";
import { type Places, rowsAt, valueAt } from "./iloc.js";
import { rowCount } from "./lengths.js";
import { type Mapping, mappingParams } from "./map-values.js";
import { numberedRows } from "./numbered-rows.js";
import { columnNames, type Plan, selectColumns } from "./plan.js";
import { queryRows } from "./query-rows.js";
import { type RankOptions, rankPlan } from "./rank.js";
import { refuseOptions } from "./refuse-options.js";
import { aName } from "./schema.js";
import { type SortOptions, sortPlan } from "./sort-values.js";
import { describePlan } from "./statistics/describe-plan.js";
import { reduceToValue } from "./statistics/reduce.js";
import { countValues, differentValues, mostFrequent, quantileValues } from "./statistics/summaries.js";
import { TextMethods } from "./text-methods.js";
import { topPlan } from "./top-plan.js";
import { type ApplyOptions, applyPlan, type ValueFunction } from "./user/apply-plan.js";

/** What a Series is combined with: another one with the same rows, or one value for all of them. */
export type Operand = Series | Scalar;

/**
 * One column of a partitioned frame. Lazy: methods that give a Series only note what is to be worked out, in one step of
 * each partition's task, on whole columns; methods that give a promise run it.
 *
 * Two Series can be combined if they have the same rows: if both come from one frame, filtered alike.
 */
export class Series extends Elementwise<Operand> {
  protected derive(plan: Plan): this {
    return new Series(plan) as this;
  }

  protected combine(fn: string, others: readonly Operand[], params: readonly unknown[] = [], method = fn): this {
    const args = others.map((other) => (other instanceof Series ? other.plan : other));
    return this.derive(callOnColumns(method, fn, this.plan, args, params));
  }

  get name(): string {
    return this.plan.schema[0].name;
  }

  get dtype(): DType {
    return this.plan.schema[0].dtype;
  }

  and(other: Operand): Series {
    return this.combine("and", [other]);
  }

  or(other: Operand): Series {
    return this.combine("or", [other]);
  }

  not(): Series {
    return this.combine("not", []);
  }

  /** Whether each value is among these; a missing one only if null is. */
  isin(values: readonly (Scalar | null)[]): Series {
    if (!Array.isArray(values)) {
      throw new OptionError('isin takes an array of values: isin(["a", "b"]).', { option: "values", value: values });
    }
    return this.combine("isin", [], [values.map((value) => (Number.isNaN(value) ? null : value))]);
  }

  notNa(): Series {
    return this.combine("notNa", []);
  }

  /** Whether each value is from `low` to `high`, both included; false where one is missing. */
  between(low: Operand, high: Operand): Series {
    return this.ge(low).and(this.le(high));
  }

  /**
   * What stands for each value in an object or a Map, or what a function gives for it. Lazy. What nothing stands for
   * becomes missing; of texts, each is looked up once a partition. A function is called in the workers, with NaN for a
   * missing number and null for anything else that is missing; it is far slower than the methods above. What it gives is found out as by `DataFrame.apply`.
   */
  map(mapping: Mapping | ValueFunction<unknown>, options: ApplyOptions = {}): Series {
    if (typeof mapping !== "function") return this.combine("map", [], mappingParams(mapping, this.dtype));
    return new Series(applyPlan("map", this.plan, mapping, options, "value")).rename(this.name);
  }

  /** What a function gives for each value, as `map`. */
  apply(fn: ValueFunction<unknown>, options: ApplyOptions = {}): Series {
    return new Series(applyPlan("apply", this.plan, fn, options, "value")).rename(this.name);
  }

  /** The values as another dtype; one that it cannot hold is an error when it is worked out. */
  asType(dtype: DType): Series {
    return this.combine("cast", [], [dtypeOption(dtype, "asType")], "asType");
  }

  get str(): TextMethods<Series> {
    return new TextMethods((method, fn, params, others = []) => this.combine(fn, others, params, method));
  }

  get dt(): DatetimeMethods<Series> {
    return new DatetimeMethods((method, fn, params) => this.combine(fn, [], params, method));
  }

  /** The same values under another name. */
  rename(name: string): Series {
    return new Series(selectColumns(this.plan, columnNames(this.plan), "rename", [aName("rename", name)]));
  }

  /** The values for which the condition is true. Lazy; below the arithmetic, so that only these are worked on. */
  query(condition: Series): Series {
    if (!(condition instanceof Series)) {
      throw new TypeError('query takes the condition as a Series of booleans, such as frame.column("a").gt(0).');
    }
    return new Series(queryRows("query", this.plan, condition.plan));
  }

  /** The values in ascending order, missing last. Lazy; as `DataFrame.sortValues`. */
  sortValues(options?: SortOptions): Series {
    return new Series(sortPlan(this.plan, columnNames(this.plan), options));
  }

  /** The `n` largest values, the largest first; of equal ones those that come first. Lazy; as `DataFrame.nLargest`. */
  nLargest(n = 5): Series {
    return new Series(topPlan("nLargest", this.plan, n, this.name, false));
  }

  /** The `n` smallest values, the smallest first. */
  nSmallest(n = 5): Series {
    return new Series(topPlan("nSmallest", this.plan, n, this.name, true));
  }

  /** The values at these places; as the rows of `DataFrame.iloc`. */
  iloc(rows: Places): Series {
    return new Series(rowsAt(this.plan, rows));
  }

  /**
   * The places of the values, from 0, in the order that `sortValues` puts them in, int32: what `iloc` would take to sort
   * them. Lazy; numbers the rows in a pass of its own.
   */
  argSort(options?: SortOptions): Series {
    const sorted = sortPlan(numberedRows("argSort", this.plan), "value", options, "argSort");
    return new Series(selectColumns(sorted, ["row"], "argSort", [this.name]));
  }

  /** The place of the largest value, from 0, of equal ones the first; -1 where there is no value. Two passes. */
  argMax(): Promise<number> {
    return this.#placeOfFirst("argMax", false);
  }

  /** The place of the smallest value. */
  argMin(): Promise<number> {
    return this.#placeOfFirst("argMin", true);
  }

  /** The value at a place, from 0. Reads the partition that holds it, and counts the rows first. */
  iat(row: number): Promise<Cell> {
    return valueAt(this.plan, row);
  }

  /** These values and below them those of another Series of their kind. */
  append(other: Series): Series {
    if (!(other instanceof Series)) throw new TypeError("append takes another Series.");
    return new Series(concatPlans("append", [this.plan, other.rename(this.name).plan]));
  }

  /**
   * The place of each value in the order of all, from 1, float64; missing for a missing one. Lazy. The different values are
   * counted in a pass of their own, and meet in one task.
   */
  rank(options?: RankOptions): Series {
    return new Series(rankPlan(this.plan, options));
  }

  /** Prints the first `n` rows as a table. */
  async print(n = 5): Promise<void> {
    (await this.head(n)).print();
  }

  /** Count, mean, std, min, quartiles and max, as a danfo Series with these as its index; as `DataFrame.describe`. */
  async describe(): Promise<FrameSeries> {
    return (await describePlan(this.plan)).column(this.name) as FrameSeries;
  }

  /** The number of rows. Reads the source once when it is not known yet, and remembers it. */
  async shape(): Promise<[rows: number]> {
    return [await rowCount(this.plan)];
  }

  /** The first `n` rows as a danfo Series; reads only the partitions that hold them. */
  async head(n = 5): Promise<FrameSeries> {
    return this.#toDanfo(await headPartitions(this.plan, n));
  }

  /** The last `n` rows as a danfo Series; reads only the partitions that hold them. */
  async tail(n = 5): Promise<FrameSeries> {
    return this.#toDanfo(await tailPartitions(this.plan, n));
  }

  /** All rows as a danfo Series, in this process's memory. */
  async compute(): Promise<FrameSeries> {
    loadDanfoSoon();
    return this.#toDanfo(await computePartitions(this.plan));
  }

  /** The number of values that are there. One pass, as each of the next; those skip missing values. */
  count(): Promise<number> {
    return reduceToValue(this.plan, "count") as Promise<number>;
  }

  async sum(): Promise<number> {
    return number(await reduceToValue(this.plan, "sum"));
  }

  /** NaN if there is no value. */
  async mean(): Promise<number> {
    return number(await reduceToValue(this.plan, "mean"));
  }

  /** The deviation, dividing by count - 1; NaN for fewer than two values. */
  async std(): Promise<number> {
    return number(await reduceToValue(this.plan, "std"));
  }

  /** As `std`, squared. */
  async var(): Promise<number> {
    return number(await reduceToValue(this.plan, "var"));
  }

  /** The smallest value, null if there is none; texts by code point. */
  min(): Promise<Cell> {
    return reduceToValue(this.plan, "min");
  }

  max(): Promise<Cell> {
    return reduceToValue(this.plan, "max");
  }

  /** The number of different values. */
  nUnique(): Promise<number> {
    return reduceToValue(this.plan, "nUnique") as Promise<number>;
  }

  /** The middle value, exactly; two passes beyond 200,000 rows. */
  async median(): Promise<number> {
    return (await quantileValues(this.plan, [0.5], "median"))[0];
  }

  /** A quantile from 0 to 1, or several, exactly, by linear interpolation. One pass up to 200,000 rows, else two. */
  quantile(q?: number): Promise<number>;
  quantile(q: readonly number[]): Promise<number[]>;
  async quantile(q: number | readonly number[] = 0.5): Promise<number | number[]> {
    const found = await quantileValues(this.plan, typeof q === "number" ? [q] : q, "quantile");
    return typeof q === "number" ? found[0] : found;
  }

  /** The different values in the order in which they first come, a missing one included. */
  async unique(): Promise<FrameSeries> {
    return this.#toDanfo([await differentValues(this.plan)]);
  }

  /** How often each value comes, the most frequent first, as a danfo Series with the values as its index; missing is left out. */
  valueCounts(): Promise<FrameSeries> {
    return countValues(this.plan);
  }

  /** The most frequent values, in the order in which they first come; missing is left out. */
  mode(): Promise<Cell[]> {
    return mostFrequent(this.plan);
  }

  /** One partition at a time, as danfo Series; only one is in memory here. */
  async *[Symbol.asyncIterator](): AsyncGenerator<FrameSeries, void, undefined> {
    for await (const part of eachPartition(this.plan)) yield this.#toDanfo([part]);
  }

  async #placeOfFirst(method: string, ascending: boolean): Promise<number> {
    const numbered = numberedRows(method, this.plan);
    const [{ columns }] = await computePartitions(topPlan(method, numbered, 1, "value", ascending));
    const isThere = columnLength(columns[0]) > 0 && !isMissing(columns[0], 0);
    return isThere ? (cellAt(columns[1], 0) as number) : -1;
  }

  #toDanfo(parts: readonly Partition[]): FrameSeries {
    return toDanfoSeries(
      this.name,
      parts.map(({ columns }) => columns[0]),
    );
  }
}

function number(cell: Cell): number {
  return cell === null ? Number.NaN : (cell as number);
}

const defaults = { map: 2, apply: 2, nLargest: 1, nSmallest: 1, print: 1, head: 1, tail: 1, quantile: 1 };
refuseOptions(Series, { combine: 4, ...defaults });
