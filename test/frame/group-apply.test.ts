import assert from "node:assert/strict";
import test, { after } from "node:test";
import fc from "fast-check";
import { Client, type DataFrame, dfd, type Frame, fromRecords } from "../../src/index.js";

const client = new Client({ nWorkers: 2 });
after(() => client.close());

const carriers = fromRecords(
  [
    { carrier: "b", day: 1, delay: 4 },
    { carrier: "a", day: 1, delay: 7 },
    { carrier: null, day: 2, delay: 100 },
    { carrier: "b", day: 2, delay: 9 },
    { carrier: "a", day: 2, delay: null },
    { carrier: "b", day: 1, delay: 6 },
  ],
  { npartitions: 3 },
);

async function rowsOf(frame: DataFrame): Promise<unknown[]> {
  return [frame.columns, ...((await frame.compute()).values as unknown[])];
}

test("apply() of groups gives a frame's rows, a Series as a row, or a value, behind the keys", async () => {
  const groups = carriers.groupby("carrier");
  const largest = groups.apply((rows) => rows.sortValues("delay", { ascending: false }).head(1) as Frame);
  assert.deepEqual(await rowsOf(largest), [
    ["carrier", "day", "delay"],
    ["a", 1, 7],
    ["b", 2, 9],
  ]);
  const ranges = groups.apply(
    (rows, name: string, danfo: typeof dfd) =>
      new danfo.Series([rows.column("delay").max() - rows.column("delay").min(), rows.shape[0]], {
        index: [name, "rows"],
      }),
    "range",
    dfd,
  );
  assert.deepEqual(await rowsOf(ranges), [
    ["carrier", "range", "rows"],
    ["a", 0, 2],
    ["b", 5, 3],
  ]);
  const counts = carriers.groupby("carrier", { dropNa: false, sort: false }).apply((rows) => `${rows.shape[0]} rows`);
  assert.deepEqual(await rowsOf(counts), [
    ["carrier", "value"],
    ["b", "3 rows"],
    ["a", "2 rows"],
    [null, "1 rows"],
  ]);
});

test("apply() of groups takes asynchronous functions and frames without rows when dtypes are given", async () => {
  const none = carriers.query(carriers.column("day").gt(5));
  const size = { fn: async (rows: Frame) => rows.shape[0], dtypes: { value: "float64" } } as const;
  assert.deepEqual(await rowsOf(none.groupby("carrier").apply(size)), [["carrier", "value"]]);
  assert.deepEqual(await rowsOf(carriers.groupby(["carrier", "day"]).apply(size)), [
    ["carrier", "day", "value"],
    ["a", 1, 1],
    ["a", 2, 1],
    ["b", 1, 2],
    ["b", 2, 1],
  ]);
  assert.throws(
    () => none.groupby("carrier").apply((rows) => rows.shape[0]),
    /^OptionError: apply: what the function makes cannot be told, since no rows are known yet .* give \{ fn, dtypes/,
  );
});

test("an error in a function of groups says of which group it was", async () => {
  const failing = carriers.groupby(["carrier", "day"]).apply((rows) => {
    if (rows.shape[0] === 2) throw new RangeError("two rows");
    return 1;
  });
  await assert.rejects(failing.compute(), ({ stack }: Error) =>
    /^RangeError: two rows\n.*\n {4}in the group "carrier": 'b', "day": 1\n/s.test(stack as string),
  );
  assert.throws(
    () => (carriers.groupby("carrier") as unknown as { groups: unknown }).groups,
    /^TypeError: There is no groups: .* getGroup\(\[…\]\) the rows of one, and apply/,
  );
});

test("explain() says that a function is called on each group", () => {
  const counts = carriers.groupby("carrier").apply(function size(rows) {
    return rows.shape[0];
  });
  assert.match(counts.explain(), /call size on each group of carrier; rows move between tasks/);
});

test("groups are those of all rows in their order, however the rows lie in partitions", async () => {
  const row = fc.record({
    k: fc.constantFrom("a", "b", "c", null),
    place: fc.integer({ min: 0, max: 99 }),
  });
  const lists = fc.array(row, { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      lists,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.boolean(),
      async (rows, npartitions, dropNa, sort) => {
        const numbered = rows.map((each, n) => ({ ...each, n }));
        const frame = fromRecords(numbered, { npartitions });
        const keys = ["k", "place"];
        const made = frame.groupby(keys, { dropNa, sort }).apply(
          {
            fn: (group, danfo: typeof dfd) => {
              const ns = group.column("n").values as number[];
              return new danfo.DataFrame(
                ns.map((n) => [ns.join(), n]),
                { columns: ["all", "n"] },
              );
            },
            dtypes: { all: "string", n: "int32" },
          },
          dfd,
        );
        const values = (await made.compute()).values as unknown[][];
        // A column without any value is one of numbers.
        assert.deepEqual(
          values.map((cells) => cells.map((cell) => (Number.isNaN(cell) ? null : cell))),
          expected(numbered, dropNa, sort),
        );
      },
    ),
    { numRuns: 40 },
  );
});

/** The same in plain JavaScript. */
function expected(
  rows: readonly { k: string | null; place: number; n: number }[],
  dropNa: boolean,
  sort: boolean,
): unknown[] {
  const groups = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    if (dropNa && row.k === null) continue;
    const key = JSON.stringify([row.k, row.place]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const inOrder = [...groups.values()];
  const text = (k: string | null) => k ?? "z";
  if (sort) inOrder.sort(([a], [b]) => text(a.k).localeCompare(text(b.k)) || a.place - b.place);
  return inOrder.flatMap((group) => {
    const all = group.map(({ n }) => n).join();
    return group.map(({ k, place, n }) => [k, place, all, n]);
  });
}
