/** What goes from row to row, or by the places of rows, wherever partitions begin and end. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import fc from "fast-check";
import { DataFrame as Frame } from "../../src/frame/data-frame.js";
import { memoryPlan } from "../../src/frame/from-records.js";
import { type DataFrame, fromRecords, getClient } from "../../src/index.js";
import { columnFromValues } from "../../src/partition/column-from-values.js";

after(() => getClient().close());

type Value = number | null;

/** Rows in partitions of these lengths, some of which may be empty. */
function frameOf(parts: readonly (readonly Value[])[]): DataFrame {
  const values = parts.flat();
  const columns = [columnFromValues([...values, 0.5], "x"), columnFromValues([...values.keys(), 0], "row")];
  const lengths = parts.map(({ length }) => length);
  return new Frame(memoryPlan({ length: values.length + 1, names: ["x", "row"], columns }, lengths));
}

const cells = fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { maxLength: 6 });
const someParts = fc.array(cells, { minLength: 1, maxLength: 7 });

async function values(frame: DataFrame, column = "x"): Promise<Value[]> {
  const found = (await frame.column(column).compute()).values as number[];
  return found.map((value) => (Number.isNaN(value) ? null : value));
}

/** What a fold gives at each row that has a value. */
function running(rows: readonly Value[], fold: (a: number, b: number) => number, start: number): Value[] {
  let total = start;
  return rows.map((value) => {
    if (value === null) return null;
    total = fold(total, value);
    return total;
  });
}

test("cumulated values do not depend on where partitions begin", async () => {
  await fc.assert(
    fc.asyncProperty(someParts, async (parts) => {
      const frame = frameOf(parts);
      const rows = parts.flat();
      assert.deepEqual(
        await values(frame.cumSum()),
        running(rows, (a, b) => a + b, 0),
      );
      assert.deepEqual(await values(frame.cumMin()), running(rows, Math.min, Infinity));
      assert.deepEqual(await values(frame.cumMax()), running(rows, Math.max, -Infinity));
    }),
    { numRuns: 40 },
  );
});

test("values cumulated within groups do not depend on where partitions begin, and stand beside their rows", async () => {
  await fc.assert(
    fc.asyncProperty(someParts, fc.boolean(), async (parts, dropNa) => {
      const frame = frameOf(parts);
      const sums = frame.groupby("x", { dropNa }).col("row").cumSum();
      const totals = new Map<Value, number>();
      const expected = parts.flat().map((key, row) => {
        totals.set(key, (totals.get(key) ?? 0) + row);
        return key === null && dropNa ? null : (totals.get(key) as number);
      });
      assert.deepEqual(await values(sums, "row_cumSum"), expected);
      const beside = frame.addColumn("sum", sums.column("row_cumSum")).query(frame.column("row").ge(2));
      assert.deepEqual(await values(beside, "sum"), expected.slice(2));
    }),
    { numRuns: 40 },
  );
});

test("shifted rows come from whichever partition has them", async () => {
  await fc.assert(
    fc.asyncProperty(someParts, fc.integer({ min: -20, max: 20 }), async (parts, periods) => {
      const rows = parts.flat();
      const shifted = rows.map((_, row) => rows[row - periods] ?? null);
      assert.deepEqual(await values(frameOf(parts).shift(periods)), shifted);
    }),
    { numRuns: 60 },
  );
});

test("iloc() gives the rows that slice() and at() give of an array", async () => {
  const bound = fc.integer({ min: -25, max: 25 });
  await fc.assert(
    fc.asyncProperty(someParts, fc.option(bound), fc.option(bound), async (parts, start, stop) => {
      const places = [...parts.flat().keys()];
      const rows = frameOf(parts).iloc({ rows: [`${start ?? ""}:${stop ?? ""}`] });
      assert.deepEqual(await values(rows, "row"), places.slice(start ?? 0, stop ?? undefined));
      const some = places.length === 0 ? [] : [0, places.length - 1, -1, Math.floor(places.length / 2)];
      assert.deepEqual(
        await values(frameOf(parts).iloc({ rows: some }), "row"),
        some.map((row) => places.at(row)),
      );
    }),
    { numRuns: 60 },
  );
});

test("sample({ n }) chooses so many rows, the same in any partitions", async () => {
  await fc.assert(
    fc.asyncProperty(someParts, fc.nat(40), fc.nat(3), async (parts, n, seed) => {
      const rows = parts.flat();
      const size = Math.min(n, rows.length);
      const chosen = await values(frameOf(parts).sample({ n: size, seed }), "row");
      assert.equal(chosen.length, size);
      assert.equal(new Set(chosen).size, size);
      assert.deepEqual(chosen, await values(frameOf([rows]).sample({ n: size, seed }), "row"));
    }),
    { numRuns: 40 },
  );
});

test("the first of sorted rows, as head() takes them, are those of all sorted rows", async () => {
  await fc.assert(
    fc.asyncProperty(someParts, fc.nat(8), fc.boolean(), async (parts, n, ascending) => {
      const frame = frameOf(parts);
      const sorted = await values(frame.sortValues("x", { ascending }), "row");
      const first = await frame.sortValues("x", { ascending }).head(n);
      assert.deepEqual(
        (first.values as number[][]).map(([, row]) => row),
        sorted.slice(0, n),
      );
      const top = ascending ? frame.nSmallest(n, "x") : frame.nLargest(n, "x");
      assert.deepEqual(await values(top, "row"), sorted.slice(0, n));
    }),
    { numRuns: 40 },
  );
});

test("a long sum loses nothing where partitions meet", async () => {
  const tenths = Array.from({ length: 10 }, () => new Array<number>(1000).fill(0.1));
  const found = (await frameOf(tenths).column("x").cumSum().compute()).values as number[];
  assert.equal(found[9999], 1000);
  assert.equal(found[4999], 500);
});

test("ranks, differences and what is cumulated stand beside the rows they are of", async () => {
  const frame = frameOf([[3, 1], [], [2, 2, null]]);
  const x = frame.column("x");
  const more = frame.addColumn("rank", x.rank()).addColumn("before", x.shift()).addColumn("sum", x.cumSum());
  assert.deepEqual((await more.query(x.shift().gt(2)).compute()).values, [[1, 1, 1, 3, 4]]);
  assert.deepEqual(await values(more, "rank"), [4, 1, 2.5, 2.5, null]);
  assert.match(x.cumSum().explain(), /cumulate by sum; totals move between tasks/);
  assert.match(frame.nLargest(2, "x").explain(), /take the first 2 rows by x descending; only so many/);
  assert.match(
    frame.groupby("x").cumSum().explain(),
    /select x, row\n\d\. cumulate by sum within x; totals move between tasks/,
  );
});

test("cumulated groups keep the columns that have such values, and no two of one name", () => {
  const frame = fromRecords([{ k: "a", t: "x", n: 1, b: true, d: new Date(0) }]);
  assert.deepEqual(frame.groupby("k").cumSum().dtypes, { k: "string", n_cumSum: "float64", b_cumSum: "float64" });
  assert.deepEqual(frame.groupby("k").cumMax().columns, ["k", "n_cumMax", "b_cumMax", "d_cumMax"]);
  const twice = frame.rename({ k: "n_cumSum" }).groupby("n_cumSum");
  assert.throws(() => twice.cumSum(), {
    name: "OptionError",
    message: 'cumSum: two columns would be named "n_cumSum"; rename one of them first.',
  });
});
