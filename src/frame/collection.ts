import { keepFromWorkers } from "../engine/user-function/travels.js";
import { OptionError } from "../errors.js";
import { checkOptions, either, type OptionRule, oneOf, strings, wholeNumber } from "../options.js";
import type { Partition } from "../partition/partition.js";
import { callOnEach } from "./column-calls.js";
import { explainPlan } from "./explain.js";
import type { Scalar } from "./expression/expression.js";
import { type FillValue, fillsOf, type ReplaceOptions, replacementsOf } from "./fill-values.js";
import type { Glance } from "./glance.js";
import { persistPlan } from "./persist.js";
import { columnNames, type Plan } from "./plan.js";
import { previewOf } from "./preview.js";
import { dropMissingRows } from "./query-rows.js";
import { refuseOptions } from "./refuse-options.js";
import { type RepartitionOptions, repartitionPlan } from "./repartition.js";
import { pickFields } from "./schema.js";

export interface SampleOptions {
  /** The share of the rows, from 0 to 1. */
  readonly frac?: number;
  /** The number of rows, in place of a share. */
  readonly n?: number;
  /** The same whole number chooses the same rows. Default 0. */
  readonly seed?: number;
}

export interface DropNaOptions {
  /** The columns that decide. Default: all. */
  readonly columns?: string[];
  /** "any": a row goes if one of them is missing; "all": if all of them are. Default "any". */
  readonly how?: "any" | "all";
}

export interface DropDuplicatesOptions {
  /** The columns that are compared. Default: all. */
  readonly columns?: string[];
  /** Which of equal rows stays; false: none of them, so that only rows that have no equal are left. Default "first". */
  readonly keep?: "first" | "last" | false;
}

const aShare: OptionRule = {
  takes: "a number from 0 to 1",
  test: (value) => typeof value === "number" && value >= 0 && value <= 1,
};
const keeps: OptionRule = either(oneOf("first", "last"), {
  takes: "false",
  test: (value) => value === false,
});

/** What a frame and a Series have in common: a plan, and what is done with rows whatever their columns are. */
export abstract class Collection {
  /** @internal */
  readonly plan: Plan;

  /** @internal */
  constructor(plan: Plan) {
    this.plan = plan;
  }

  /** A collection of the same kind. */
  protected abstract derive(plan: Plan): this;

  get npartitions(): number {
    return this.plan.npartitions;
  }

  /** @internal The first rows as far as they are known without a task, for views. */
  get preview(): Partition | undefined {
    return previewOf(this.plan);
  }

  /** @internal How many rows there are, and by column how many values are missing, once that was computed; for views. */
  get counted(): Pick<Glance, "rows" | "missing"> | undefined {
    return this.plan.op === "stored" ? this.plan.stored.glance : undefined;
  }

  /** The plan in words: what each partition's task will do, and which columns it reads. */
  explain(): string {
    return explainPlan(this.plan);
  }

  /** Booleans: whether each value is missing. Lazy. */
  isNa(): this {
    return this.derive(
      callOnEach("isNa", "isNa", this.plan, new Map(columnNames(this.plan).map((name) => [name, []]))),
    );
  }

  /**
   * Missing values become `value`, in every column that can hold it: a number in those of numbers, and so on; an object
   * gives a value for each column it names. Lazy; runs on columns. An int32 column stays one if the value is whole.
   *
   * @param options - `columns`: only these, all of which must be able to hold the value.
   */
  fillNa(value: FillValue, options: { columns?: string[] } = {}): this {
    checkOptions("fillNa", options, { columns: strings });
    return this.derive(callOnEach("fillNa", "fillNa", this.plan, fillsOf(this.plan.schema, value, options.columns)));
  }

  /**
   * Values that equal `from` become `to`, in every column of their kind; null makes them missing. Two arrays replace
   * each value of the first by that at its place in the second. Lazy; of texts, each is replaced once a partition.
   */
  replace(
    from: Scalar | readonly Scalar[],
    to: Scalar | null | readonly (Scalar | null)[],
    options: ReplaceOptions = {},
  ): this {
    checkOptions("replace", options, { columns: strings });
    return this.derive(
      callOnEach("replace", "replace", this.plan, replacementsOf(this.plan.schema, from, to, options.columns)),
    );
  }

  /** The rows without missing values. Lazy; joins other filters in one step. */
  dropNa(options: DropNaOptions = {}): this {
    checkOptions("dropNa", options, { columns: strings, how: oneOf("any", "all") });
    return this.derive(dropMissingRows(this.plan, options.columns ?? columnNames(this.plan), options.how ?? "any"));
  }

  /**
   * One row of each set of equal ones, or none of one that has several; missing values equal each other. Lazy; the rows stay in their order. Reads the
   * columns that are compared in a pass of their own, and moves only these between tasks.
   */
  dropDuplicates(options: DropDuplicatesOptions = {}): this {
    checkOptions("dropDuplicates", options, { columns: strings, keep: keeps });
    const { columns = columnNames(this.plan), keep = "first" } = options;
    const subset = [...new Set(pickFields(this.plan.schema, columns, "dropDuplicates").map((field) => field.name))];
    const { schema, npartitions } = this.plan;
    return this.derive({ op: "distinct", input: this.plan, subset, keep, schema, npartitions });
  }

  /**
   * A random part of the rows: each with the chance `frac`, so that their number varies a little around that share, or
   * exactly `n` of them. A row is chosen by its place among all rows: any block size and number of workers give the same
   * ones. They stay in their order. Lazy; counts the rows first. Fewer rows than `n` are an error when it is worked out.
   */
  sample(options: SampleOptions): this {
    checkOptions("sample", options, { frac: aShare, n: wholeNumber(0), seed: wholeNumber(0) });
    const { frac, n, seed = 0 } = options ?? {};
    if ((frac === undefined) === (n === undefined)) {
      throw new OptionError("sample takes either { frac: 0.1 }, a share of the rows, or { n: 100 }, their number.", {
        option: "frac",
        value: frac,
      });
    }
    const { schema, npartitions } = this.plan;
    const size = n === undefined ? { frac: frac as number } : { n };
    return this.derive({ op: "sample", input: this.plan, size, seed, schema, npartitions });
  }

  /**
   * The same rows in another number of partitions, or in partitions of about a size in memory (`"64MB"`), which is
   * estimated from the source's bytes. Lazy. Fewer: neighbours are read by one task; more: each is cut evenly.
   */
  repartition(options: RepartitionOptions): this {
    return this.derive(repartitionPlan(this.plan, options));
  }

  /**
   * Starts computing all partitions now, and keeps them in the memory of the client's cluster: what is made of the result
   * begins there. The memory is given back by {@link unpersist}, or when nothing refers to the rows any more.
   */
  persist(): this {
    return this.derive(persistPlan(this.plan));
  }

  /** Gives back the memory of a collection that `persist` made; it cannot be computed any more then. Else does nothing. */
  unpersist(): void {
    if (this.plan.op === "stored") this.plan.stored.release();
  }
}

keepFromWorkers(
  Collection,
  "is a lazy frame or Series, whose rows the workers read themselves. Give what it computes, await frame.compute(), or have the function called with its rows, by mapPartitions or apply.",
);

refuseOptions(Collection, { fillNa: 2, replace: 3, dropNa: 1, dropDuplicates: 1 });
