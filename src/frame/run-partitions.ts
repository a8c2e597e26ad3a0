import { currentEngine } from "../engine/current-engine.js";
import type { Engine, Task, TaskName, Value } from "../engine/engine.js";
import { runTasks } from "../engine/run-tasks.js";
import { CancelledError, MemoryLimitError, ReadError, WorkerLostError } from "../errors.js";
import { freeLengths } from "./free-lengths.js";
import { type CallPlan, columnNames, keepsPlaces, type Plan, planParts, type StoredPlan } from "./plan.js";
import { piecesOf } from "./slice-call.js";
import { type PlanFacts, PlanSlicer } from "./slice-plan.js";
import type { ArgsOf } from "./slicing.js";
import { exactBlocks, guessBlocks, type SourceBlocks } from "./source-blocks.js";

export interface PartitionRun {
  /** What the task function takes after the slice; a function is asked for each partition. */
  readonly args?: ArgsOf;
  /** The columns that the tasks need. Default: all. */
  readonly columns?: readonly string[];
  /** What a person calls the work: `"count rows"`. */
  readonly label?: string;
  /** Which partitions. Default: all. */
  readonly only?: readonly number[];
  /** Whether the tasks write files. Default: no, they leave nothing but their values. */
  readonly writes?: boolean;
}

/**
 * Runs a task function, which takes a slice of the plan, for each partition on the current engine, and gives the
 * values in the order of the partitions. Rows of CSV files are first taken to begin where lines do; when that fails, the tasks
 * are run again with the exact blocks, and the error is theirs.
 */
export async function runPartitions<T extends Value>(plan: Plan, name: TaskName, run: PartitionRun = {}): Promise<T[]> {
  const engine = currentEngine();
  const guess = run.writes ? undefined : await guessBlocks(engine, plan, run.only);
  if (guess !== undefined) {
    const { tasks, inputs } = await partitionTasks(engine, plan, name, run, guess.blocks);
    try {
      const values = await runTasks<T>(engine, tasks, { inputs });
      guess.prove();
      return values;
    } catch (error) {
      if (!mayBeGuess(error)) throw error;
    }
  }
  const { tasks, inputs } = await partitionTasks(engine, plan, name, run);
  return runTasks<T>(engine, tasks, { inputs });
}

/** Whether an error may come of rows that are none. */
export function mayBeGuess(error: unknown): boolean {
  return ![CancelledError, MemoryLimitError, ReadError, WorkerLostError].some((kind) => error instanceof kind);
}

/** A task for each partition, and those that have to be submitted along with them because their values are taken. */
export interface PartitionTasks {
  readonly tasks: readonly Task[];
  readonly inputs: readonly Task[];
}

/**
 * The tasks of {@link runPartitions}, for whoever submits them with others.
 *
 * @param blocks - of the plan's sources. Default: the exact ones, which are found first.
 */
export async function partitionTasks(
  engine: Engine,
  plan: Plan,
  name: TaskName,
  { args = [], columns = columnNames(plan), label = name, only }: PartitionRun = {},
  blocks?: SourceBlocks,
): Promise<PartitionTasks> {
  const end = only !== undefined && keepsPlaces(plan) ? Math.max(...only) + 1 : undefined;
  const facts = await findFacts(engine, plan, blocks ?? (await exactBlocks(engine, plan)), end);
  const slicer = new PlanSlicer(plan, columns, facts);
  const indices = only ?? Array.from({ length: plan.npartitions }, (_, index) => index);
  const tasks = indices.map((index) => slicer.taskOf(plan, index, columns, name, args, label));
  return { tasks, inputs: slicer.tasks };
}

/** @param end - behind the last partition that is wanted. Default: all may be. */
async function findFacts(engine: Engine, plan: Plan, blocks: SourceBlocks, end?: number): Promise<PlanFacts> {
  const stored = new Map<StoredPlan, readonly string[]>();
  const pieces = new Map<CallPlan, readonly number[]>();
  for (const part of planParts(plan)) {
    if (part.op === "stored") stored.set(part, await part.stored.keysOn(engine, end));
    if (part.op === "call" && part.cut !== undefined) {
      const lengths = await freeLengths(part.input);
      const workers = engine.info().workers.length;
      if (lengths !== undefined) pieces.set(part, piecesOf(lengths, workers, part.cut.fewestRows));
    }
  }
  return { blocks, stored, pieces };
}
