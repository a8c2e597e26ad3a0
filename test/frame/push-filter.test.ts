/** Filters go below joins, concats, groups and the like only where the rows that come out stay the same. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import fc from "fast-check";
import { concat, type DataFrame, fromRecords, getClient, type Series } from "../../src/index.js";

after(() => getClient().close());

interface Left {
  readonly key: number | null;
  readonly a: number | null;
}

const number = fc.option(fc.integer({ min: 0, max: 3 }));
const leftRows = fc.array(fc.record<Left>({ key: number, a: number }), { minLength: 1, maxLength: 8 });
const parts = fc.integer({ min: 1, max: 4 });
const hows = fc.constantFrom("inner" as const, "left" as const, "right" as const, "outer" as const);

/** Columns of whole numbers, also where all that there are lack a value. */
function frameOf(rows: readonly Left[], npartitions: number, other = "a"): DataFrame {
  const frame = fromRecords(rows, { npartitions });
  return frame.asType("key", "int32").asType("a", "int32").rename({ a: other });
}

/** Conditions on one side, on both, on the keys, and ones that missing values fulfil. */
const conditions: Readonly<Record<string, (frame: DataFrame) => Series>> = {
  key: (frame) => frame.column("key").gt(1),
  "missing key": (frame) => frame.column("key").isNa(),
  a: (frame) => frame.column("a").ge(1),
  "missing a": (frame) => frame.column("a").isNa(),
  b: (frame) => frame.column("b").ne(2),
  "missing b": (frame) => frame.column("b").isNa(),
  "a and b": (frame) => frame.column("a").ge(1).and(frame.column("b").le(2)),
  "key and a and b": (frame) => conditions.a(frame).and(conditions["missing b"](frame)).and(conditions.key(frame)),
  "a or key": (frame) => conditions["missing a"](frame).or(conditions.key(frame)),
  "a with b": (frame) => frame.column("a").eq(frame.column("b")),
};

/** Asserts that a filtered frame has the rows of the unfiltered one for which the condition is true. */
async function sameRows(frame: DataFrame, condition: Series): Promise<void> {
  const table = (await frame.addColumn("keeps", condition).compute()).values as unknown[][];
  const kept = table.filter((row) => row[row.length - 1] === true).map((row) => row.slice(0, -1));
  assert.deepEqual((await frame.query(condition).compute()).values, kept);
}

for (const [name, condition] of Object.entries(conditions)) {
  test(`a filter by ${name} gives the same rows below a join as above it`, async () => {
    await fc.assert(
      fc.asyncProperty(leftRows, leftRows, parts, parts, hows, async (left, right, m, n, how) => {
        const joined = frameOf(left, m).merge(frameOf(right, n, "b"), { on: "key", how });
        await sameRows(joined, condition(joined));
      }),
      { numRuns: 25 },
    );
  });
}

test("filters give the same rows below concat, dropDuplicates, groups and repartition", async () => {
  await fc.assert(
    fc.asyncProperty(leftRows, leftRows, parts, parts, async (rows, more, m, n) => {
      const frame = frameOf(rows, m);
      const both = concat([frame, frameOf(more, n).addColumn("c", frameOf(more, n).column("a"))]);
      const first = both.dropDuplicates({ columns: ["key"] });
      const groups = both.groupby("key", { dropNa: false }).agg({ a: ["count"] });
      for (const each of [both, first, first.repartition({ npartitions: 1 })]) {
        await sameRows(each, each.column("key").gt(0).and(each.column("a").notNa()));
      }
      await sameRows(groups, groups.column("key").gt(0).and(groups.column("a_count").lt(2)));
    }),
    { numRuns: 25 },
  );
});

const sales = fromRecords([{ shop: "x", sold: 3, day: new Date(0) }], { npartitions: 2 });
const shops = fromRecords([{ shop: "x", town: "Ulm", size: 7 }]);
const joined = sales.merge(shops, { on: "shop", how: "left" });

test("explain() shows on which side of a join a filter is", () => {
  const inner = sales.merge(shops, { on: "shop" });
  const some = inner.query(
    inner.column("sold").gt(1).and(inner.column("size").lt(9)).and(inner.column("shop").ne("y")),
  );
  assert.equal(
    some.loc({ columns: ["town"] }).explain(),
    [
      "2 partitions, in several rounds of tasks:",
      "1. take rows in memory: shop, sold",
      '2. keep the rows where (sold > 1) and (shop != "y")',
      "3. select shop",
      "4. take rows in memory: shop, town, size",
      '5. keep the rows where (size < 9) and (shop != "y")',
      "6. select shop, town",
      "7. join 3 with 6 on shop, inner; every task takes all of 6",
      "8. select town",
      "9. select town",
    ].join("\n"),
  );
});

test("what may find no match is filtered above the join, and so is a cast, which may fail", () => {
  const above = joined.query(joined.column("size").isNa()).explain();
  assert.match(above, /join .*\n\d\. keep the rows where isNa\(size\)/);
  const inner = sales.merge(shops, { on: "shop" });
  assert.match(inner.query(inner.column("town").asType("int32").gt(1)).explain(), /join .*\n\d\. keep .*cast/);
});

test("filters on groups and on what is dropped as double go below as far as they are about the keys", () => {
  const groups = joined.groupby("shop").agg({ sold: "sum" });
  const large = groups.query(groups.column("shop").ne("y").and(groups.column("sold_sum").gt(1)));
  assert.match(
    large.explain(),
    /keep the rows where shop != "y".*join.*group by shop.*keep the rows where sold_sum > 1/s,
  );
  const first = concat([sales, sales]).dropDuplicates({ columns: ["shop"] });
  const late = first.query(first.column("shop").eq("x").and(first.column("day").gt("2000-01-01")));
  assert.match(
    late.explain(),
    /keep the rows where shop == "x".*below the other.*keep the first row.*keep the rows where day >/s,
  );
});

test("X and y that are filtered alike after a join have the same rows", async () => {
  const big = joined.column("sold").gt(1);
  const X = joined.drop({ columns: ["town"] }).query(big);
  assert.deepEqual((await X.addColumn("town", joined.column("town").query(big)).compute()).values, [
    ["x", 3, new Date(0), 7, "Ulm"],
  ]);
});
