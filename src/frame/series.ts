import { toDanfoSeries } from "../danfo/convert.js";
import type { FrameSeries } from "../danfo/danfo.js";
import type { DType, Partition } from "../partition/partition.js";
import { explainPlan } from "./explain.js";
import { computePartitions, headPartitions } from "./gather.js";
import { rowCount } from "./lengths.js";
import type { Plan } from "./plan.js";
import { previewOf } from "./preview.js";

/**
 * One column of a partitioned frame. Lazy: it holds a plan, and nothing is read until a method that gives a promise is
 * called.
 */
export class Series {
  /** @internal */
  readonly plan: Plan;

  /** @internal Made by `DataFrame.column` and by models; the plan has one column. */
  constructor(plan: Plan) {
    this.plan = plan;
  }

  get name(): string {
    return this.plan.schema[0].name;
  }

  get dtype(): DType {
    return this.plan.schema[0].dtype;
  }

  get npartitions(): number {
    return this.plan.npartitions;
  }

  /** @internal The first rows as far as they are known without a task, for views. */
  get preview(): Partition | undefined {
    return previewOf(this.plan);
  }

  /** The number of rows. Reads the source once when it is not known yet, and remembers it. */
  async shape(): Promise<[rows: number]> {
    return [await rowCount(this.plan)];
  }

  /** The first `n` rows as a danfo Series; reads only the partitions that hold them. */
  async head(n = 5): Promise<FrameSeries> {
    return this.#toDanfo(await headPartitions(this.plan, n));
  }

  /** All rows as a danfo Series, in this process's memory. */
  async compute(): Promise<FrameSeries> {
    return this.#toDanfo(await computePartitions(this.plan));
  }

  #toDanfo(parts: readonly Partition[]): FrameSeries {
    return toDanfoSeries(
      this.name,
      parts.map(({ columns }) => columns[0]),
    );
  }

  /** The plan in words: what each partition's task will do. */
  explain(): string {
    return explainPlan(this.plan);
  }
}
