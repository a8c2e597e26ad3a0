/**
 * The partitioned frame. This folder holds what a lazy frame is (`plan.ts`), how it is cut into what each task runs
 * (`slice-plan.ts`) and carried out (`run-plan.ts`, `tasks.ts`), how tasks for all partitions are run
 * (`run-partitions.ts`), and the two classes users hold, this one and `series.ts`. Below it: `expression/`, arithmetic of
 * columns; `groups/`, aggregates; `running/`, what goes from row to row; `places/`, rows by their numbers; `shuffle/`, where
 * rows meet by their keys; `statistics/`, numbers about columns.
 */
import type { Table } from "apache-arrow";
import { toDanfo } from "../danfo/convert.js";
import { type Frame, loadDanfoSoon } from "../danfo/danfo.js";
import { aBoolean, checkOptions } from "../options.js";
import type { Cell, DType } from "../partition/partition.js";
import { Collection } from "./collection.js";
import { callOnColumns, callOnEach, mustHaveSameColumns, withColumn } from "./column-calls.js";
import { readColumnsByName } from "./columns-by-name.js";
import { concatPlans } from "./concat-plans.js";
import { dtypeOption } from "./dtype-option.js";
import type { Scalar } from "./expression/expression.js";
import { columnsOption, mustDecideRows } from "./frame-arguments.js";
import { FrameStatistics } from "./frame-statistics.js";
import { arrowTable, computePartitions, eachPartition, headPartitions, recordsOf, tailPartitions } from "./gather.js";
import { dummiesPlan, type GetDummiesOptions } from "./get-dummies.js";
import { GroupBy, type GroupByOptions } from "./group-by.js";
import { columnsAt, type Places, places, rowsAt, valueAt } from "./iloc.js";
import { keysOption } from "./keys-option.js";
import { rowCount } from "./lengths.js";
import { type MergeOptions, mergePlan } from "./merge.js";
import { columnNames, type Plan, selectColumns } from "./plan.js";
import { queryRows } from "./query-rows.js";
import { refuseOptions } from "./refuse-options.js";
import { renamedColumns } from "./renamed-columns.js";
import { aName, pickFields } from "./schema.js";
import { Series } from "./series.js";
import { type SortOptions, sortPlan } from "./sort-values.js";
import { topPlan } from "./top-plan.js";
import {
  type ApplyOptions,
  aList,
  applyPlan,
  checkApplyOptions,
  type RowFunction,
  type ValueFunction,
} from "./user/apply-plan.js";
import { type FunctionOrTyped, type PartitionFunction, typedFunction, userPlan } from "./user/user-plan.js";
import {
  isJSONPath,
  planToCSV,
  planToJSON,
  planToParquet,
  type ToCSVOptions,
  type ToJSONOptions,
  type ToParquetOptions,
} from "./write-frame.js";

/** Which rows and columns, by their places; all of them where nothing is said. */
export interface IlocOptions {
  readonly rows?: Places;
  readonly columns?: Places;
}

/**
 * A frame in partitions. Lazy: methods that give a frame or a Series only note what is to be done; methods that give a
 * promise run it, one task a partition, on the current client.
 *
 * `frame["delay"]` is `frame.column("delay")` where nothing else has that name.
 */
export class DataFrame extends FrameStatistics<DataFrame | Series | Scalar> {
  protected derive(plan: Plan): this {
    return new DataFrame(plan) as this;
  }

  protected combine(
    fn: string,
    others: readonly (DataFrame | Series | Scalar)[],
    params: readonly unknown[] = [],
    method = fn,
  ): this {
    const args = others.map((other) => {
      if (other instanceof DataFrame) mustHaveSameColumns(method, this.plan, other.plan);
      return other instanceof Collection ? other.plan : other;
    });
    return this.derive(callOnColumns(method, fn, this.plan, args, params));
  }

  get columns(): string[] {
    return columnNames(this.plan);
  }

  get dtypes(): Record<string, DType> {
    return Object.fromEntries(this.plan.schema.map(({ name, dtype }) => [name, dtype]));
  }

  /** As `dtypes`. */
  get ctypes(): Record<string, DType> {
    return this.dtypes;
  }

  /**
   * One column.
   *
   * @throws {ColumnError} there is no such column.
   */
  column(name: string): Series {
    return new Series(selectColumns(this.plan, [name], `column(${JSON.stringify(name)})`));
  }

  /**
   * These columns, in this order. Rows have no labels: they are chosen by `query`, `iloc`, `head` and `sample`.
   *
   * @throws {ColumnError} one of them is not there.
   */
  loc(options: { columns: string[] }): DataFrame {
    return new DataFrame(selectColumns(this.plan, columnsOption(options, "loc"), "loc"));
  }

  /**
   * Rows and columns by their places, from 0: `{ rows: ["10:20"], columns: [0, 2] }`. An array of numbers, in the order they
   * come out, or of one slice, whose end is not included; negative ones count from the end. Lazy. Rows are counted first; a
   * slice reads only the partitions that it touches, and rows by number make one partition.
   *
   * @throws {RangeError} there is no such column; that there is no such row is said when it is worked out.
   */
  iloc(options: IlocOptions): DataFrame {
    checkOptions("iloc", options, { rows: places, columns: places });
    const { rows = [":"], columns = [":"] } = options ?? {};
    return new DataFrame(columnsAt(rowsAt(this.plan, rows), columns));
  }

  /**
   * All columns but these, or but one: `drop({ columns: "species" })`.
   *
   * @throws {ColumnError} one of them is not there.
   */
  drop(options: { columns: string | string[] }): DataFrame {
    const { columns: given } = options ?? {};
    const columns = columnsOption(typeof given === "string" ? { ...options, columns: [given] } : options, "drop");
    pickFields(this.plan.schema, columns, "drop");
    const kept = this.columns.filter((name) => !columns.includes(name));
    return new DataFrame(selectColumns(this.plan, kept, "drop"));
  }

  /**
   * Columns under other names: `{ old: "new" }`.
   *
   * @throws {ColumnError} one of them is not there.
   * @throws {OptionError} two columns would have the same name.
   */
  rename(mapper: Record<string, string>): DataFrame {
    return new DataFrame(selectColumns(this.plan, this.columns, "rename", renamedColumns(this.plan.schema, mapper)));
  }

  /**
   * The columns of these dtypes.
   *
   * @throws {OptionError} one of them is no dtype.
   */
  selectDtypes(include: DType | DType[]): DataFrame {
    const dtypes = [include].flat().map((dtype) => dtypeOption(dtype, "selectDtypes"));
    const kept = this.plan.schema.filter(({ dtype }) => dtypes.includes(dtype)).map(({ name }) => name);
    return new DataFrame(selectColumns(this.plan, kept, "selectDtypes"));
  }

  /**
   * A column as another dtype: numbers cut to whole ones, text read as numbers or dates, anything as text. Lazy; a value
   * that the dtype cannot hold is an error when it is worked out.
   */
  asType(column: string, dtype: DType): DataFrame {
    pickFields(this.plan.schema, [column], "asType");
    return new DataFrame(callOnEach("asType", "cast", this.plan, new Map([[column, [dtypeOption(dtype, "asType")]]])));
  }

  /**
   * The frame with a column more, at the end, or with another one in the place of that name: a Series, or what a function
   * gives for each row, as {@link apply}. Lazy.
   *
   * @throws {RangeError} the Series is not of this frame's rows.
   */
  addColumn(name: string, values: Series | RowFunction<unknown>, options: ApplyOptions = {}): DataFrame {
    mustDecideRows("addColumn", values, "what it holds");
    checkApplyOptions("addColumn", options);
    const column = values instanceof Series ? values.plan : applyPlan("addColumn", this.plan, values, options);
    return new DataFrame(withColumn("addColumn", this.plan, aName("addColumn", name), column));
  }

  /**
   * The rows for which the condition is true: a Series of booleans, or a function of a row, which is much slower. Lazy.
   * Filters run before the column work that does not decide on the rows, and several of them in one step.
   *
   * @param options - `args`: what the function takes after the row.
   * @example
   * flights.query(flights.column("delay").gt(15).and(flights.column("carrier").eq("AA")));
   * @throws {RangeError} the condition is not of this frame's rows.
   */
  query(condition: Series | RowFunction<boolean>, options: Pick<ApplyOptions, "args"> = {}): DataFrame {
    mustDecideRows("query", condition, "the condition");
    checkOptions("query", options, { args: aList });
    const decides =
      condition instanceof Series
        ? condition.plan
        : applyPlan("query", this.plan, condition, { ...options, dtype: "boolean" });
    return new DataFrame(queryRows("query", this.plan, decides));
  }

  /**
   * What a function gives for each row, in the workers. Lazy. The function takes a row as an object, with all columns, so
   * it reads them all and is far slower than expressions of Series. What it gives, numbers (as float64), texts, booleans
   * or Dates, is found out by calling it here on the first rows; where none are known yet, `dtype` says it. What else the
   * function takes is named by `args`. Where it throws, the error's stack says of which row.
   *
   * @example
   * flights.apply((row, limit) => row.delay > limit, { args: [15] });
   */
  apply(fn: RowFunction<unknown>, options: ApplyOptions = {}): Series {
    return new Series(applyPlan("apply", this.plan, fn, options));
  }

  /** The frame with what a function gives for each value of each column, as `Series.map` of each. Lazy. */
  applyMap(fn: ValueFunction<unknown>, options: ApplyOptions = {}): DataFrame {
    const made = this.columns.map((name) => applyPlan("applyMap", this.column(name).plan, fn, options, "value"));
    return this.columns.reduce(
      (frame, name, i) => new DataFrame(withColumn("applyMap", frame.plan, name, made[i])),
      this as DataFrame,
    );
  }

  /** This frame's rows and below them those of another frame; as `concat([frame, other])`. */
  append(other: DataFrame): DataFrame {
    if (!(other instanceof DataFrame)) {
      throw new TypeError("append takes another DataFrame; records are made into one by fromRecords([…]).");
    }
    return new DataFrame(concatPlans("append", [this.plan, other.plan]));
  }

  /**
   * What a function makes of each partition, in the workers: it takes a danfo frame and `args`, and gives a danfo frame or
   * Series, or a promise of one. Lazy. Its columns are found out by calling it here on the first rows; `{ fn, dtypes }`
   * says them instead. Partitions without rows are not handed to it. Numbers become float64.
   */
  mapPartitions<A extends unknown[]>(fn: FunctionOrTyped<PartitionFunction<A>>, ...args: A): DataFrame {
    const { fn: call, dtypes } = typedFunction("mapPartitions", fn);
    return new DataFrame(userPlan("mapPartitions", this.plan, call, "partition", args, dtypes));
  }

  /**
   * The rows in the order of a column, or of several; equal rows stay in their order, missing values are last or, with
   * `naPosition`, first. Text is ordered by code point. Lazy; reads the columns to sort by in a pass of their own, and moves
   * every row between tasks.
   */
  sortValues(by: string | string[], options?: SortOptions): DataFrame {
    return new DataFrame(sortPlan(this.plan, by, options));
  }

  /**
   * The `n` rows with the largest values of a column, or of several, the largest first; of equal ones those that come
   * first. Lazy, in one partition. Each partition gives its own `n` rows, so that no more than these move.
   */
  nLargest(n: number, by: string | string[]): DataFrame {
    return new DataFrame(topPlan("nLargest", this.plan, n, by, false));
  }

  /** The `n` rows with the smallest values. */
  nSmallest(n: number, by: string | string[]): DataFrame {
    return new DataFrame(topPlan("nSmallest", this.plan, n, by, true));
  }

  /** Rows by the values of a column, or of several, to be aggregated. */
  groupby(keys: string | string[], options?: GroupByOptions): GroupBy<DataFrame> {
    const names = keysOption(keys, "groupby");
    pickFields(this.plan.schema, names, "groupby");
    checkOptions("groupby", options, { dropNa: aBoolean, sort: aBoolean });
    return new GroupBy(this.plan, names, options ?? {}, (plan) => new DataFrame(plan));
  }

  /**
   * The rows of both frames that have the same values in the columns `on`, side by side, as in pandas: missing keys match
   * each other, other columns that both have get `_x` and `_y`, and the rows keep the left frame's order ("right": the
   * right one's; "outer": sorted by the keys, of which missing ones are last, but first of datetimes). Lazy. A side of up
   * to 32 MB, and not much larger than a partition of the other, goes whole to every task; otherwise keys and the rows of
   * one side meet by the keys' hash, and the other side's rows stay where they are.
   */
  merge(right: DataFrame, options: MergeOptions): DataFrame {
    if (!(right instanceof DataFrame)) {
      throw new TypeError("merge takes another DataFrame; a danfo frame is made into one by fromDanfo(frame).");
    }
    return new DataFrame(mergePlan(this.plan, right.plan, options));
  }

  /**
   * Columns of 0 and 1, named `column_value`, in the place of columns of text: one for each value, in their order; a
   * missing one is 0 in all. Reads these columns once, to know the values; what it gives is lazy again.
   */
  async getDummies(options: GetDummiesOptions = {}): Promise<DataFrame> {
    return new DataFrame(await dummiesPlan(this.plan, options));
  }

  /** The numbers of rows and columns. Reads the source once when the rows are not counted yet, and remembers them. */
  async shape(): Promise<[rows: number, columns: number]> {
    return [await rowCount(this.plan), this.plan.schema.length];
  }

  /** Prints the first `n` rows as a table. */
  async print(n = 5): Promise<void> {
    (await this.head(n)).print();
  }

  /** The first `n` rows as a danfo frame; reads only the partitions that hold them. */
  async head(n = 5): Promise<Frame> {
    return toDanfo(await headPartitions(this.plan, n));
  }

  /** The last `n` rows as a danfo frame; reads only the partitions that hold them. */
  async tail(n = 5): Promise<Frame> {
    return toDanfo(await tailPartitions(this.plan, n));
  }

  /** The value at a place of a row, from 0, and of a column. Reads the partition that holds it, and counts the rows first. */
  iat(row: number, column: number): Promise<Cell> {
    return valueAt(columnsAt(this.plan, [column]), row);
  }

  /** The value of a column in a row, by its place: rows have no labels. As {@link iat}. */
  at(row: number, column: string): Promise<Cell> {
    return valueAt(selectColumns(this.plan, [column], "at"), row);
  }

  /** All rows as a danfo frame, in this process's memory. */
  async compute(): Promise<Frame> {
    loadDanfoSoon();
    return toDanfo(await computePartitions(this.plan));
  }

  /**
   * Writes all rows as CSV: each partition to a file of its own in the folder `path` (part-0000.csv, …), or all to the one
   * file `path` if it ends in ".csv" or `singleFile` says so. The workers write; files that are there are replaced once
   * all are written, and parts that an earlier write left beyond them are taken away.
   *
   * A missing value is an empty cell. `readCSV` with the same dtypes gives the same values again, but for text that
   * spells a missing value, such as "" or "NA".
   *
   * @returns the paths of the files.
   * @throws {Error} the file system does not take them.
   */
  toCSV(path: string, options?: ToCSVOptions): Promise<string[]> {
    return planToCSV(this.plan, path, options);
  }

  /**
   * Writes all rows as Parquet, packed by snappy: files as `toCSV` makes them, of one row group a partition.
   * `readParquet` gives the same values and dtypes again.
   *
   * @returns the paths of the files.
   * @throws {Error} the file system does not take them.
   */
  toParquet(path: string, options?: ToParquetOptions): Promise<string[]> {
    return planToParquet(this.plan, path, options);
  }

  /** All rows as objects, in this process's memory; null is a missing value. */
  toJSON(): Promise<Record<string, Cell>[]>;
  /**
   * Writes all rows as JSON, to one file if `path` ends in ".json" (an array of objects), ".jsonl" or ".ndjson" (an object a
   * line), or with options as `toCSV` to a folder. A missing value is null, and so is an infinite number; datetimes are
   * ISO 8601 in UTC. `readJSON` with the same dtypes gives the same values again.
   *
   * @returns the paths of the files.
   * @throws {TypeError} neither such an ending nor options are given.
   */
  toJSON(path: string, options?: ToJSONOptions): Promise<string[]>;
  toJSON(path?: string, options?: ToJSONOptions): Promise<Record<string, Cell>[] | string[]> {
    if (path === undefined) return recordsOf(this.plan);
    // JSON.stringify calls this method, with the name under which it found the frame.
    if (options === undefined && typeof path === "string" && !isJSONPath(path)) {
      throw new TypeError(
        `toJSON writes a file that ends in .json or .jsonl, or with { singleFile: false } a folder of them, but got ${JSON.stringify(path)}. JSON.stringify takes rows, not a lazy frame: JSON.stringify(await frame.toJSON()).`,
      );
    }
    return planToJSON(this.plan, path, options);
  }

  /** All rows as an Arrow table, in this process's memory. */
  toArrow(): Promise<Table> {
    return arrowTable(this.plan);
  }

  /**
   * One partition at a time, as danfo frames; only one is in memory here. Where rows have moved between partitions, as by
   * a sort, all are made first and kept by the cluster meanwhile, beyond its memory in files.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
    for await (const part of eachPartition(this.plan)) yield toDanfo(part);
  }
}

readColumnsByName(DataFrame, Collection);

const defaults = { addColumn: 3, query: 2, apply: 2, applyMap: 2, getDummies: 1, print: 1, head: 1, tail: 1 };
refuseOptions(DataFrame, { combine: 4, mapPartitions: Infinity, ...defaults });
