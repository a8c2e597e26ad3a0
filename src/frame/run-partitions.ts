import { currentEngine } from "../engine/current-engine.js";
import type { Engine, Task, TaskName, Value } from "../engine/engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import type { CsvSource } from "../io/csv/csv-source.js";
import { composeLayout, layoutArgs } from "../io/csv/layout.js";
import type { Block, Source } from "../io/source.js";
import { freeLengths } from "./free-lengths.js";
import { type CallPlan, columnNames, type Plan, planParts, type StoredPlan } from "./plan.js";
import { piecesOf } from "./slice-call.js";
import { type PlanFacts, PlanSlicer } from "./slice-plan.js";
import type { ArgsOf } from "./slicing.js";

export interface PartitionRun {
  /** What the task function takes after the slice; a function is asked for each partition. */
  readonly args?: ArgsOf;
  /** The columns that the tasks need. Default: all. */
  readonly columns?: readonly string[];
  /** What a person calls the work: `"count rows"`. */
  readonly label?: string;
  /** Which partitions. Default: all. */
  readonly only?: readonly number[];
}

/**
 * Runs a task function, which takes a slice of the plan, for each partition on the current engine, and gives the
 * values in the order of the partitions.
 */
export async function runPartitions<T extends Value>(plan: Plan, name: TaskName, run: PartitionRun = {}): Promise<T[]> {
  const engine = currentEngine();
  const { tasks, inputs } = await partitionTasks(engine, plan, name, run);
  return runTasks<T>(engine, tasks, { inputs });
}

/** A task for each partition, and those that have to be submitted along with them because their values are taken. */
export interface PartitionTasks {
  readonly tasks: readonly Task[];
  readonly inputs: readonly Task[];
}

/** The tasks of {@link runPartitions}, for whoever submits them with others. Finds the exact blocks of CSV files first. */
export async function partitionTasks(
  engine: Engine,
  plan: Plan,
  name: TaskName,
  { args = [], columns = columnNames(plan), label = name, only }: PartitionRun = {},
): Promise<PartitionTasks> {
  const slicer = new PlanSlicer(plan, columns, await findFacts(engine, plan));
  const indices = only ?? Array.from({ length: plan.npartitions }, (_, index) => index);
  const tasks = indices.map((index) => slicer.taskOf(plan, index, columns, name, args, label));
  return { tasks, inputs: slicer.tasks };
}

async function findFacts(engine: Engine, plan: Plan): Promise<PlanFacts> {
  const blocks = new Map<Source, readonly Block[]>();
  const stored = new Map<StoredPlan, readonly string[]>();
  const pieces = new Map<CallPlan, readonly number[]>();
  for (const part of planParts(plan)) {
    if (part.op === "read") blocks.set(part.source, await blocksOf(engine, part.source));
    if (part.op === "stored") stored.set(part, await part.stored.keysOn(engine));
    if (part.op === "call" && part.cut !== undefined) {
      const lengths = await freeLengths(part.input);
      const workers = engine.info().workers.length;
      if (lengths !== undefined) pieces.set(part, piecesOf(lengths, workers, part.cut.fewestRows));
    }
  }
  return { blocks, stored, pieces };
}

const knownBlocks = new WeakMap<Source, Promise<readonly Block[]>>();

/** Where each block's rows really begin and end; found out once for a source, by one pass over files of several blocks. */
function blocksOf(engine: Engine, source: Source): Promise<readonly Block[]> {
  if (source.reader !== "csv") return Promise.resolve(source.blocks);
  let blocks = knownBlocks.get(source);
  if (blocks === undefined) {
    blocks = findBlocks(engine, source).catch((error) => {
      knownBlocks.delete(source);
      throw error;
    });
    knownBlocks.set(source, blocks);
  }
  return blocks;
}

async function findBlocks(engine: Engine, source: CsvSource): Promise<readonly Block[]> {
  const tasks = layoutArgs(source).map((args, i, all) => ({
    key: newKey("csv.layout"),
    name: "csv.layout",
    args,
    label: `find rows, block ${i + 1} of ${all.length}`,
  }));
  return composeLayout(source, await runTasks(engine, tasks));
}
