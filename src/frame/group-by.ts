import { OptionError } from "../errors.js";
import type { DType } from "../partition/partition.js";
import { callOnColumns } from "./column-calls.js";
import type { Scalar } from "./expression/expression.js";
import { computePartitions } from "./gather.js";
import { type Aggregation, type AggregationName, aggregateDType, aggregationNames } from "./groups/aggregation.js";
import { keysOption } from "./keys-option.js";
import { columnNames, type Plan, selectColumns } from "./plan.js";
import { queryRows } from "./query-rows.js";
import { refuseOptions } from "./refuse-options.js";
import type { CumulativeName } from "./running/cumulate.js";
import { groupCumulatePlan } from "./running/running-plans.js";
import { type Field, mustDiffer, pickFields } from "./schema.js";
import { type FunctionOrTyped, type GroupFunction, groupApplyPlan, typedFunction } from "./user/user-plan.js";

/** An aggregation, or several, for each of some columns. */
export type AggregationTable = Readonly<Record<string, AggregationName | readonly AggregationName[]>>;

export interface GroupByOptions {
  /** Whether rows with a missing key are left out. Default true, as in pandas. */
  readonly dropNa?: boolean;
  /** Whether groups come in the order of their keys; otherwise in which they first come. Default true. */
  readonly sort?: boolean;
}

/**
 * Rows by the values of some columns. Aggregations are lazy and give a frame of one partition: a row a group, with the
 * keys and then the aggregates, named `column_aggregation`. Missing values are skipped, as in pandas; texts and datetimes
 * have no sum. Each partition is aggregated by a task, and only aggregates are moved.
 */
export class GroupBy<F> {
  readonly #input: Plan;
  readonly #keys: readonly string[];
  readonly #options: GroupByOptions;
  readonly #make: (plan: Plan) => F;

  /** @internal */
  constructor(input: Plan, keys: readonly string[], options: GroupByOptions, make: (plan: Plan) => F) {
    this.#input = input;
    this.#keys = keys;
    this.#options = options;
    this.#make = make;
  }

  /** The columns by whose values the rows are grouped. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  /** The other columns. */
  get columns(): readonly string[] {
    return this.#others().map(({ name }) => name);
  }

  /** Those of them that have a mean. */
  get numericColumns(): readonly string[] {
    return this.#others("mean").map(({ name }) => name);
  }

  /**
   * The aggregations that are named for each column.
   *
   * @example
   * flights.groupby("carrier").agg({ delay: ["mean", "max"], distance: "sum" }); // delay_mean, delay_max, distance_sum
   */
  agg(table: AggregationTable): F {
    if (typeof table !== "object" || table === null || Array.isArray(table)) {
      throw new OptionError('agg takes the aggregations by column: agg({ delay: ["mean", "max"], distance: "sum" }).', {
        option: "table",
        value: table,
      });
    }
    const fields = pickFields(this.#input.schema, Object.keys(table), "agg");
    const asked = fields.flatMap(({ name }) => {
      return [table[name]].flat().map((how) => ({ column: name, how }));
    });
    return this.#aggregate("agg", asked);
  }

  /**
   * The same groups with only these columns to be aggregated.
   *
   * @example
   * flights.groupby("carrier").col(["delay"]).mean(); // carrier, delay_mean
   * @throws {ColumnError} one of them is not there.
   */
  col(columns: string | string[]): GroupBy<F> {
    const kept = [...new Set([...this.#keys, ...keysOption(columns, "col")])];
    return new GroupBy(selectColumns(this.#input, kept, "col"), this.#keys, this.#options, this.#make);
  }

  /**
   * The rows of one group, by the values of its keys, in their order; null is a missing one. Lazy: a filter.
   *
   * @example
   * flights.groupby(["carrier", "origin"]).getGroup(["AA", "SEA"]);
   */
  getGroup(values: readonly (Scalar | null)[]): F {
    if (!Array.isArray(values) || values.length !== this.#keys.length) {
      throw new OptionError(
        `getGroup takes an array of a value for each key (${this.#keys.join(", ")}), null for a missing one.`,
        { option: "values", value: values },
      );
    }
    const rows = this.#keys.reduce((plan, name, i) => {
      const key = selectColumns(plan, [name], "getGroup");
      const isIt = callOnColumns("getGroup", "isin", key, [], [[values[i]]]);
      return queryRows("getGroup", plan, isIt);
    }, this.#input);
    return this.#make(rows);
  }

  /**
   * What a function makes of each group, in the workers: it takes the group's rows as a danfo frame, and `args`, and gives
   * a danfo frame; a danfo Series, which becomes a row whose columns its index names; or a value, which becomes the column
   * "value". Or it gives a promise of one. The frame that it takes has the keys among its columns, as in danfo; pandas
   * leaves them out from version 3 on. Lazy. The keys come first in the result, then what the function makes besides them,
   * in the order of the groups. Its columns are found out by calling it here on the first rows; `{ fn, dtypes }` says them
   * instead. Numbers become float64. All rows move between tasks, and a group's rows must fit into a worker's memory.
   *
   * @example
   * flights.groupby("carrier").apply((rows) => rows.sortValues("delay", { ascending: false }).head(3));
   */
  apply<A extends unknown[]>(fn: FunctionOrTyped<GroupFunction<A>>, ...args: A): F {
    const { fn: call, dtypes } = typedFunction("apply", fn);
    return this.#make(groupApplyPlan(this.#input, this.#keys, this.#options, call, args, dtypes));
  }

  /** Danfo's name for the rows of each group. @internal */
  get groups(): never {
    throw new TypeError(
      "There is no groups: the rows are not in this process's memory. size() gives the keys of the groups and their numbers of rows, getGroup([…]) the rows of one, and apply(…) what a function makes of each.",
    );
  }

  /** How many groups there are. One pass. */
  async ngroups(): Promise<number> {
    const groups = groupPlan("ngroups", this.#input, this.#keys, [], { ...this.#options, sort: false });
    return (await computePartitions(groups)).reduce((sum, { length }) => sum + length, 0);
  }

  /** The number of rows, as a column named "size". */
  size(): F {
    return this.#plan([{ column: undefined, how: "size", name: "size" }]);
  }

  /** The numbers of values that are there. */
  count(): F {
    return this.#each("count");
  }

  sum(): F {
    return this.#each("sum");
  }

  mean(): F {
    return this.#each("mean");
  }

  /** Dividing by count - 1, like all here; missing for groups of one. */
  std(): F {
    return this.#each("std");
  }

  var(): F {
    return this.#each("var");
  }

  min(): F {
    return this.#each("min");
  }

  max(): F {
    return this.#each("max");
  }

  /** The first values that are there. */
  first(): F {
    return this.#each("first");
  }

  last(): F {
    return this.#each("last");
  }

  /** The numbers of different values. */
  nUnique(): F {
    return this.#each("nUnique");
  }

  /** The middle values, exactly. All values of these columns move between tasks. */
  median(): F {
    return this.#each("median");
  }

  /**
   * The sums of each column's values up to each row, of its group's rows only. Like the next three: a row for each row, in
   * their order and partitions, with its keys and the columns that can be cumulated, named `column_cumSum`; so that they
   * stand beside the rows: `frame.addColumn("total", groups.cumSum().column("delay_cumSum"))`. A missing value stays so,
   * and is skipped; where a key is missing all are, unless `dropNa` is false. What each group comes to moves between tasks.
   */
  cumSum(): F {
    return this.#cumulate("cumSum", "sum");
  }

  cumProd(): F {
    return this.#cumulate("cumProd", "prod");
  }

  /** Of numbers, booleans and datetimes, as the next. */
  cumMin(): F {
    return this.#cumulate("cumMin", "min");
  }

  cumMax(): F {
    return this.#cumulate("cumMax", "max");
  }

  #cumulate(method: string, how: CumulativeName): F {
    const { dropNa = true } = this.#options;
    const rows = groupCumulatePlan(method, this.#input, how, this.#keys, dropNa);
    const from = columnNames(rows);
    const to = from.map((name) => (this.#keys.includes(name) ? name : `${name}_${method}`));
    mustDiffer(method, to, "table");
    return this.#make(selectColumns(rows, from, method, to));
  }

  /** An aggregation of every column that has it. */
  #each(how: AggregationName): F {
    return this.#aggregate(
      how,
      this.#others(how).map(({ name }) => ({ column: name, how })),
    );
  }

  /** The columns that are no keys, and that have an aggregation. */
  #others(how: AggregationName = "count"): Field[] {
    return this.#input.schema.filter(
      ({ name, dtype }) => !this.#keys.includes(name) && aggregateDType(how, dtype) !== undefined,
    );
  }

  #aggregate(method: string, asked: readonly { column: string; how: AggregationName }[]): F {
    for (const { column, how } of asked) {
      if (aggregationNames.includes(how)) continue;
      throw new OptionError(
        `${method}: column ${JSON.stringify(column)} cannot be aggregated by ${JSON.stringify(how) ?? String(how)}; there are ${aggregationNames.join(", ")}.`,
        { option: "table", value: how },
      );
    }
    return this.#plan(asked.map(({ column, how }) => ({ column, how, name: `${column}_${how}` })));
  }

  #plan(aggregations: readonly Aggregation[]): F {
    return this.#make(groupPlan("groupby", this.#input, this.#keys, aggregations, this.#options));
  }
}

refuseOptions(GroupBy, { apply: Infinity });

/**
 * The plan of groups and their aggregates.
 *
 * @throws {ColumnError} a column is not there. @throws {TypeError} a column's dtype has no such aggregate.
 */
export function groupPlan(
  method: string,
  input: Plan,
  keys: readonly string[],
  aggregations: readonly Aggregation[],
  { dropNa = true, sort = true }: GroupByOptions = {},
): Plan {
  const aggregated = aggregations.flatMap(({ column }) => (column === undefined ? [] : [column]));
  const dtypes = new Map(pickFields(input.schema, aggregated, method).map(({ name, dtype }) => [name, dtype]));
  const fields = aggregations.map(({ column, how, name }): Field => {
    if (column === undefined) return { name, dtype: "int32" };
    const dtype = dtypes.get(column) as DType;
    const result = aggregateDType(how, dtype);
    if (result === undefined) {
      throw new TypeError(`${method}: column ${JSON.stringify(column)} is ${dtype}, which has no ${how}.`);
    }
    return { name, dtype: result };
  });
  const schema = [...pickFields(input.schema, keys, method), ...fields];
  mustDiffer(
    method,
    schema.map(({ name }) => name),
    "table",
  );
  return { op: "group", input, keys, aggregations, dropNa, sort, schema, npartitions: 1 };
}
