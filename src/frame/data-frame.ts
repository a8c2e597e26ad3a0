/**
 * The partitioned frame. This folder holds what a lazy frame is (`plan.ts`), how a task carries it out
 * (`run-plan.ts`, `tasks.ts`), how tasks for all partitions are run (`run-partitions.ts`), and the two classes users
 * hold, this one and `series.ts`.
 */
import { toDanfo } from "../danfo/convert.js";
import type { Frame } from "../danfo/danfo.js";
import { OptionError } from "../errors.js";
import type { DType, Partition } from "../partition/partition.js";
import { describePlan } from "./describe-plan.js";
import { explainPlan } from "./explain.js";
import { computePartitions, headPartitions, onePartition } from "./gather.js";
import { rowCount } from "./lengths.js";
import { columnNames, type Plan, selectColumns } from "./plan.js";
import { previewOf } from "./preview.js";
import { missingColumn, pickFields } from "./schema.js";
import { Series } from "./series.js";
import { planToCSV, planToParquet, type ToCSVOptions, type ToParquetOptions } from "./write-frame.js";

/**
 * A frame in partitions. Lazy: methods that give a frame or a Series only note what is to be done; methods that give a
 * promise run it, one task a partition, on the current client.
 */
export class DataFrame {
  /** @internal */
  readonly plan: Plan;

  /** @internal Made by `readCSV`, `fromRecords` and other frames. */
  constructor(plan: Plan) {
    this.plan = plan;
  }

  get columns(): string[] {
    return columnNames(this.plan);
  }

  get dtypes(): Record<string, DType> {
    return Object.fromEntries(this.plan.schema.map(({ name, dtype }) => [name, dtype]));
  }

  get npartitions(): number {
    return this.plan.npartitions;
  }

  /** @internal The first rows as far as they are known without a task, for views. */
  get preview(): Partition | undefined {
    return previewOf(this.plan);
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
   * These columns, in this order.
   *
   * @throws {ColumnError} one of them is not there.
   */
  loc({ columns }: { columns: string[] }): DataFrame {
    return new DataFrame(selectColumns(this.plan, named(columns, "loc"), "loc"));
  }

  /**
   * All columns but these.
   *
   * @throws {ColumnError} one of them is not there.
   */
  drop({ columns }: { columns: string[] }): DataFrame {
    pickFields(this.plan.schema, named(columns, "drop"), "drop");
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
    const from = this.columns;
    for (const name of Object.keys(mapper))
      if (!from.includes(name)) throw missingColumn(this.plan.schema, name, "rename");
    const to = from.map((name) => (Object.hasOwn(mapper, name) ? mapper[name] : name));
    const twice = to.find((name, i) => to.indexOf(name) !== i);
    if (twice !== undefined) {
      throw new OptionError(
        `rename: two columns would be named ${JSON.stringify(twice)}; give one of them another name.`,
        {
          option: "mapper",
          value: mapper,
        },
      );
    }
    return new DataFrame(selectColumns(this.plan, from, "rename", to));
  }

  /** The columns of these dtypes. */
  selectDtypes(include: DType[]): DataFrame {
    const kept = this.plan.schema.filter(({ dtype }) => include.includes(dtype)).map(({ name }) => name);
    return new DataFrame(selectColumns(this.plan, kept, "selectDtypes"));
  }

  /** The numbers of rows and columns. Reads the source once when the rows are not counted yet, and remembers them. */
  async shape(): Promise<[rows: number, columns: number]> {
    return [await rowCount(this.plan), this.plan.schema.length];
  }

  /** The first `n` rows as a danfo frame; reads only the partitions that hold them. */
  async head(n = 5): Promise<Frame> {
    return toDanfo(await headPartitions(this.plan, n));
  }

  /**
   * Count, mean, std, min, quartiles and max of each numeric column, as a danfo frame with these as its index. One pass
   * for the moments and one for the quartiles, which are exact up to 200,000 rows and beyond that come from a sample of
   * about as many (standard error of a quartile's rank: 0.1 percentage points).
   */
  describe(): Promise<Frame> {
    return describePlan(this.plan);
  }

  /** All rows as a danfo frame, in this process's memory. */
  async compute(): Promise<Frame> {
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

  /** The plan in words: what each partition's task will do, and which columns it reads. */
  explain(): string {
    return explainPlan(this.plan);
  }

  /** One partition at a time, as danfo frames; only one is in memory here. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
    for (let index = 0; index < this.npartitions; index++) yield toDanfo([await onePartition(this.plan, index)]);
  }
}

function named(columns: unknown, method: string): string[] {
  if (Array.isArray(columns) && columns.every((name) => typeof name === "string")) return columns;
  throw new OptionError(`${method} takes the columns as an array of names: ${method}({ columns: ["a", "b"] }).`, {
    option: "columns",
    value: columns,
  });
}
