import type { Engine } from "../engine/engine.js";
import type { Plan } from "./plan.js";
import { mayBeGuess, partitionTasks } from "./run-partitions.js";
import { type Guess, guessBlocks, isOfBlocks, type SourceBlocks } from "./source-blocks.js";
import type { StoredKeys } from "./stored-partitions.js";

type Keys = readonly string[];

/**
 * The keys of tasks that make a plan's partitions as Arrow bytes, submitted at once. Where the rows of a CSV file are guessed, a
 * partition's key is told when its task and those before have ended well; from the first that fails on, all are made anew, of
 * the exact blocks. Errors, but for those of submitting, are told by whoever uses the keys.
 */
export class PartitionKeys implements StoredKeys {
  readonly #engine: Engine;
  readonly #submitted: Promise<{ keys: Keys; guess?: Guess }>;
  /** By partition: the keys of all, of which those up to it are certain. */
  readonly #certain: Promise<Keys>[] = [];
  #released = false;

  constructor(engine: Engine, plan: Plan) {
    this.#engine = engine;
    this.#submitted = submitGuess(engine, plan);
    let keys = this.#submitted.then((submitted) => submitted.keys);
    for (let place = 0; place < plan.npartitions; place++) {
      keys = keys.then((known) => this.#ascertain(plan, known, place));
      keys.catch(() => undefined);
      this.#certain.push(keys);
    }
  }

  async upTo(end = this.#certain.length): Promise<Keys> {
    return (await this.#certain[end - 1])?.slice(0, end) ?? [];
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    const first = this.#submitted.then(({ keys }) => {
      this.#engine.release(keys);
      return keys;
    });
    Promise.all([first, this.upTo()]).then(
      ([keys, last]) => this.#engine.release(last.filter((key, place) => key !== keys[place])),
      () => undefined,
    );
  }

  /** Waits until a partition is certain, given that those before are; the keys that are right then. */
  async #ascertain(plan: Plan, keys: Keys, place: number): Promise<Keys> {
    const submitted = await this.#submitted;
    const isGuess = submitted.guess !== undefined && keys === submitted.keys;
    if (!isGuess || this.#released) return keys;
    try {
      await this.#engine.settled(keys[place]);
      submitted.guess?.prove(place + 1);
      return keys;
    } catch (error) {
      if (!mayBeGuess(error) || this.#released) return keys;
    }
    const wrong = keys.slice(place);
    await this.#engine.cancel(wrong);
    this.#engine.release(wrong);
    const places = wrong.map((_, i) => place + i);
    return [...keys.slice(0, place), ...(await submit(this.#engine, plan, undefined, places))];
  }
}

async function submitGuess(engine: Engine, plan: Plan): Promise<{ keys: Keys; guess?: Guess }> {
  const guess = isOfBlocks(plan) ? await guessBlocks(engine, plan) : undefined;
  return { keys: await submit(engine, plan, guess?.blocks), guess };
}

async function submit(engine: Engine, plan: Plan, blocks?: SourceBlocks, only?: readonly number[]): Promise<string[]> {
  const run = { label: "persist", only };
  const { tasks, inputs } = await partitionTasks(engine, plan, "frame.partition", run, blocks);
  engine.submit([...inputs, ...tasks]);
  engine.release(inputs.map(({ key }) => key));
  return tasks.map(({ key }) => key);
}
