import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import type { Engine, Task, TaskContext } from "../../src/engine/engine.js";
import { CancelledError } from "../../src/errors.js";
import { PartitionKeys } from "../../src/frame/partition-keys.js";
import { type Plan, readPlan } from "../../src/frame/plan.js";
import { csvLayout, type LayoutArgs } from "../../src/io/csv/layout.js";
import { openCSV } from "../../src/io/csv/open-csv.js";
import { inFolder } from "../io/csv/read-all.js";

const PARTITIONS = 6;

/** An engine that keeps what it is told, and whose tasks end when the test says so. */
class Hand implements Partial<Engine> {
  readonly submitted: Task[] = [];
  readonly kept = new Set<string>();
  readonly #ends = new Map<string, { end: Promise<void>; resolve: () => void; reject: (error: Error) => void }>();

  submit(tasks: readonly Task[]): void {
    this.submitted.push(...tasks);
    for (const { key } of tasks) {
      let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
      const end = new Promise<void>((...calls) => {
        [resolve, reject] = calls;
      });
      end.catch(() => undefined);
      this.kept.add(key);
      this.#ends.set(key, { end, resolve, reject });
    }
  }

  end(key: string, error?: Error): void {
    const { resolve, reject } = this.#ends.get(key) ?? assert.fail();
    if (error === undefined) resolve();
    else reject(error);
  }

  settled(key: string): Promise<void> {
    return this.#ends.get(key)?.end ?? assert.fail();
  }

  async fetch(key: string): Promise<unknown> {
    const task = this.submitted.find((each) => each.key === key) ?? assert.fail();
    return csvLayout({} as TaskContext, ...(task.args as LayoutArgs));
  }

  async cancel(): Promise<void> {}

  release(keys: readonly string[]): void {
    for (const key of keys) this.kept.delete(key);
  }

  /** The keys of the tasks that make partitions, of all submits one after the other. */
  get keys(): string[] {
    return this.submitted.filter(({ name }) => name === "frame.partition").map(({ key }) => key);
  }
}

/** A plan over a file of several blocks, opened anew, so that nothing is known of its rows. */
async function plan(folder: string): Promise<Plan> {
  const path = join(folder, "rows.csv");
  writeFileSync(path, `n\n${"7\n".repeat(6 * PARTITIONS)}`);
  const { source } = await openCSV(path, { blocksize: 12 });
  assert.equal(source.blocks.length, PARTITIONS);
  return readPlan(source);
}

/** What a promise gives, if it gives it now. */
async function now<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([
    promise,
    new Promise<undefined>((resolve) => setImmediate(() => setImmediate(resolve, undefined))),
  ]);
}

const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: PARTITIONS });

test("keys are told as soon as their tasks and all before have ended", async () => {
  await inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(order, async (places) => {
        const engine = new Hand();
        const keys = new PartitionKeys(engine as unknown as Engine, await plan(folder));
        await now(keys.upTo());
        const ended = new Set<number>();
        for (const place of places) {
          engine.end(engine.keys[place]);
          ended.add(place);
          for (let end = 1; end <= PARTITIONS; end++) {
            const certain = Array.from({ length: end }, (_, each) => each).every((each) => ended.has(each));
            assert.deepEqual(await now(keys.upTo(end)), certain ? engine.keys.slice(0, end) : undefined);
          }
        }
        keys.release();
        await now(keys.upTo());
        assert.equal(engine.kept.size, 0);
      }),
      { numRuns: 20 },
    ),
  );
});

test("from the first task that fails on, others take the places, whatever the order; and all are released", async () => {
  await inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(order, fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), async (places, wrong) => {
        const engine = new Hand();
        const keys = new PartitionKeys(engine as unknown as Engine, await plan(folder));
        await now(keys.upTo());
        for (const place of places) engine.end(engine.keys[place], wrong.includes(place) ? new Error() : undefined);
        const first = engine.keys.slice(0, PARTITIONS);
        const right = await keys.upTo();
        const made = engine.keys.slice(PARTITIONS);
        assert.deepEqual(right, [...first.slice(0, wrong[0]), ...made]);
        assert.deepEqual([...engine.kept].filter((key) => engine.keys.includes(key)).sort(), [...right].sort());
        keys.release();
        await now(keys.upTo());
        assert.equal(engine.kept.size, 0);
      }),
      { numRuns: 20 },
    ),
  );
});

test("tasks that were cancelled are not made anew, nor are those of rows that were given up", async () => {
  await inFolder(async (folder) => {
    const engine = new Hand();
    const cancelled = new PartitionKeys(engine as unknown as Engine, await plan(folder));
    await now(cancelled.upTo());
    for (const key of engine.keys) engine.end(key, new CancelledError("The task was cancelled."));
    assert.deepEqual(await cancelled.upTo(), engine.keys);

    const given = new PartitionKeys(engine as unknown as Engine, await plan(folder));
    await now(given.upTo());
    const keys = engine.keys.slice(PARTITIONS);
    given.release();
    engine.end(keys[0], new Error());
    assert.deepEqual(await given.upTo(), keys);
    assert.deepEqual(
      keys.filter((key) => engine.kept.has(key)),
      [],
    );
  });
});
