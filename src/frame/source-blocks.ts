import type { Engine } from "../engine/engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import type { CsvSource } from "../io/csv/csv-source.js";
import { composeLayout, layoutArgs } from "../io/csv/layout.js";
import { looseBlocks } from "../io/csv/line-edges.js";
import type { Block, Source } from "../io/source.js";
import { callsUser, keepsPlaces, type Plan, planParts } from "./plan.js";

/** The blocks of a plan's sources, in the order of the rows. */
export type SourceBlocks = ReadonlyMap<Source, readonly Block[]>;

/** Blocks that are likely right, which saves the pass for the exact ones. */
export interface Guess {
  readonly blocks: SourceBlocks;
  /** Keeps that all that were asked for, or the first `count`, have been parsed without an error: so they are right. */
  prove(count?: number): void;
}

/** The blocks of CSV sources whose edges are certain, or being found. */
const known = new WeakMap<Source, Promise<readonly Block[]>>();

/** How many of a CSV source's first blocks were guessed, and proved to be right. */
const proven = new WeakMap<Source, number>();

/** The exact blocks of every source. Those of CSV files are found once, by one pass over files of several blocks. */
export async function exactBlocks(engine: Engine, plan: Plan): Promise<SourceBlocks> {
  const blocks = new Map<Source, readonly Block[]>();
  for (const source of sourcesOf(plan)) blocks.set(source, await blocksOf(engine, source));
  return blocks;
}

/**
 * Guesses that rows begin where lines do, for tasks that make all partitions of a plan, or those of `only`; see `io/csv/line-edges.ts`.
 * Undefined where that saves nothing; where success would not prove it, since blocks in front of others may not be parsed; and where
 * it may do harm: a user's function is not called with what may be no rows.
 */
export async function guessBlocks(engine: Engine, plan: Plan, only?: readonly number[]): Promise<Guess | undefined> {
  const sources = sourcesOf(plan);
  const open = sources.filter(isOpen);
  const some = only !== undefined && only.length < plan.npartitions ? only : undefined;
  if (open.length === 0 || planParts(plan).some((part) => part.op === "range" || callsUser(part))) return undefined;
  if (some !== undefined && !(isOfBlocks(plan) && areNext(some, proven.get(open[0]) ?? 0))) return undefined;
  const blocks = new Map<Source, readonly Block[]>();
  for (const source of sources) {
    blocks.set(source, isOpen(source) ? looseBlocks(source) : await blocksOf(engine, source));
  }
  const last = some === undefined ? Number.POSITIVE_INFINITY : Math.max(...some) + 1;
  return {
    blocks,
    prove: (count = last) => {
      for (const source of open) proveBlocks(source, Math.min(count, source.blocks.length));
    },
  };
}

/** Whether each partition of a plan is made of the block at its place of one source. */
export function isOfBlocks(plan: Plan): boolean {
  return keepsPlaces(plan) && sourcesOf(plan).length === 1;
}

/** Whether all places up to the last of these are among them, but for the first so many. */
function areNext(places: readonly number[], first: number): boolean {
  const next = new Set(places.filter((place) => place >= first));
  return Math.max(first - 1, ...next) === first + next.size - 1;
}

function proveBlocks(source: CsvSource, count: number): void {
  if (!isOpen(source) || count <= (proven.get(source) ?? 0)) return;
  proven.set(source, count);
  if (count === source.blocks.length) known.set(source, Promise.resolve(looseBlocks(source)));
}

function sourcesOf(plan: Plan): Source[] {
  return planParts(plan).flatMap((part) => (part.op === "read" ? [part.source] : []));
}

/** Whether it is not known yet where the source's rows begin. */
function isOpen(source: Source): source is CsvSource {
  return source.reader === "csv" && !known.has(source) && layoutArgs(source).length > 0;
}

function blocksOf(engine: Engine, source: Source): Promise<readonly Block[]> {
  if (source.reader !== "csv") return Promise.resolve(source.blocks);
  let blocks = known.get(source);
  if (blocks === undefined) {
    blocks = findBlocks(engine, source).catch((error) => {
      known.delete(source);
      throw error;
    });
    known.set(source, blocks);
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
