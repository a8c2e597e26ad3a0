import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "node:test";
import { dfd, type Frame } from "../../src/danfo/danfo.js";

const fixtures = resolve(__dirname, "../../../test/fixtures/danfo");
const expected = JSON.parse(readFileSync(join(fixtures, "pandas.json"), "utf8"));

/** The visits as they are in the file, two cells missing. */
const read = () => dfd.readCSV(join(fixtures, "visits.csv")) as Promise<Frame>;

/** The rows of the visits that are complete. */
async function visits(): Promise<Frame> {
  const full = (await read()).dropNa({ axis: 1 });
  full.resetIndex({ inplace: true });
  return full;
}

const numbers = async () => (await visits()).loc({ columns: ["visitors", "revenue"] });

const shops = () =>
  new dfd.DataFrame(
    [
      ["north", "Ada"],
      ["south", "Bo"],
      ["east", "Cy"],
    ],
    { columns: ["shop", "manager"] },
  );

/** What danfo gives for each of pandas' results, where the two mean the same by it. */
const results: Record<string, () => Promise<unknown>> = {
  all: async () => (await read()).values,
  isNa: async () => (await read()).isNa().values,
  count: async () => (await read()).count({ axis: 0 }).values,
  dropNa: async () => (await visits()).values,
  fillNa: async () => (await read()).fillNa([0, -1], { columns: ["visitors", "revenue"] }).values,
  head: async () => (await visits()).head(2).values,
  tail: async () => (await visits()).tail(2).values,
  describe: async () => byFirst((await numbers()).describe()),
  nUnique: async () => (await visits()).nUnique(0).values,
  unique: async () => (await visits()).shop.unique().values,
  valueCounts: async () => {
    const counts = (await visits()).shop.valueCounts();
    return zip(counts.index, counts.values);
  },
  query: async () => {
    const frame = await visits();
    return frame.query(frame.visitors.gt(90)).values;
  },
  sortValues: async () => (await visits()).sortValues("revenue", { ascending: false }).values,
  drop: async () => (await visits()).drop({ columns: ["day", "revenue"] }).values,
  loc: async () => (await visits()).loc({ columns: ["shop", "day"] }).values,
  iloc: async () => (await visits()).iloc({ rows: ["1:3"], columns: [0, 3] }).values,
  replace: async () => (await visits()).replace("north", "N").values,
  apply: async () => (await numbers()).apply((row: number[]) => row[0] + row[1], { axis: 1 }).values,
  map: async () => (await visits()).shop.map((shop: string) => shop.toUpperCase()).values,
  addColumn: async () => {
    const frame = await visits();
    return frame.addColumn("spent", frame.revenue.div(frame.visitors)).values;
  },
  mean: async () => (await numbers()).mean({ axis: 0 }).values,
  sum: async () => (await numbers()).sum({ axis: 0 }).values,
  std: async () => (await numbers()).std({ axis: 0 }).values,
  median: async () => (await visits()).visitors.median(),
  cumSum: async () => (await visits()).visitors.cumSum().values,
  groupbyMean: async () => Object.fromEntries((await groups()).col(["revenue"]).mean().values as [string, number][]),
  groupbyCount: async () => Object.fromEntries((await groups()).col(["revenue"]).count().values as [string, number][]),
  groupbyMax: async () =>
    Object.fromEntries((await groups()).agg({ visitors: "max" }).values as unknown as [string, number][]),
  mergeInner: () => merged("inner"),
  mergeLeft: () => merged("left"),
  concat: async () => dfd.concat({ dfList: [await visits(), await visits()], axis: 0 }).values,
  getDummies: async () =>
    dfd.getDummies((await visits()).loc({ columns: ["shop"] })).loc({ columns: shopDummies }).values,
  standardScaler: async () => new dfd.StandardScaler().fitTransform(await numbers()).values,
  minMaxScaler: async () => new dfd.MinMaxScaler().fitTransform(await numbers()).values,
  add: async () => (await numbers()).add(1).values,
  toJSON: async () => (await visits()).toJSON(),
};

const shopDummies = ["shop_north", "shop_south", "shop_west"];
const groups = async () => (await visits()).groupby(["shop"]);

for (const [name, result] of Object.entries(expected)) {
  test(`${name} gives what pandas and scikit-learn give`, async () => close(await results[name](), result));
}

test("every stored result is compared", () => assert.deepEqual(Object.keys(results), Object.keys(expected)));

test("dtypes, ctypes, selectDtypes, rename and asType speak danfo's dtypes", async () => {
  const frame = await visits();
  assert.deepEqual(frame.dtypes, ["int32", "string", "float32", "float32"]);
  assert.deepEqual(frame.ctypes.values, frame.dtypes);
  assert.deepEqual(frame.selectDtypes(["string"]).columns, ["shop"]);
  assert.deepEqual(frame.rename({ shop: "store" }).columns, ["day", "store", "visitors", "revenue"]);
  assert.deepEqual(frame.asType("day", "string").dtypes, ["string", "string", "float32", "float32"]);
});

test("labels and one-hot columns come in the order of first appearance", async () => {
  const { shop } = await visits();
  assert.deepEqual(new dfd.LabelEncoder().fitTransform(shop).values, [0, 0, 1, 2, 0]);
  assert.deepEqual((new dfd.OneHotEncoder().fitTransform(shop) as Frame).values[2], [0, 1, 0]);
});

test("sample() draws rows without replacement, the same for the same seed", async () => {
  const frame = await visits();
  const days = async (seed: number) => (await frame.sample(5, { seed })).day.values as number[];
  assert.deepEqual((await days(3)).sort(), [1, 2, 4, 5, 6]);
  assert.deepEqual(await days(3), await days(3));
  assert.notDeepEqual(await days(3), await days(4));
});

test("print() writes the table to the console", async (t) => {
  const log = t.mock.method(console, "log", () => undefined);
  (await visits()).head(1).print();
  assert.match(String(log.mock.calls[0].arguments[0]), /│ shop .*\n.*\n║ 0 .*│ north .*│ 804.5/);
});

test("toCSV() and toJSON() write files, also of what head() gives", async () => {
  const folder = mkdtempSync(join(tmpdir(), "danfo-"));
  try {
    const head = (await visits()).head(1) as Frame;
    head.toCSV({ filePath: join(folder, "head.csv") });
    head.toJSON({ filePath: join(folder, "head.json") });
    assert.equal(readFileSync(join(folder, "head.csv"), "utf8"), "day,shop,visitors,revenue\n1,north,120,804.5\n");
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "head.json"), "utf8")), head.toJSON());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a frame keeps its own properties when columns have their names", () => {
  const columns = ["shape", "columns", "values", "index", "$data", "constructor", "__proto__", "toString", ""];
  const row = columns.map((_, i) => i);
  const frame = new dfd.DataFrame([row, row], { columns });
  assert.deepEqual(frame.shape, [2, columns.length]);
  assert.deepEqual(frame.columns, columns);
  assert.deepEqual(frame.column("__proto__").values, [6, 6]);
  assert.deepEqual(Object.entries((frame.head(1) as Frame).toJSON()), [
    ["0", Object.fromEntries(columns.map((name, i) => [name, i]))],
  ]);
  assert.deepEqual(frame.toJSON({ format: "row" }), Object.fromEntries(columns.map((name, i) => [name, [i, i]])));
});

test("what the bundle leaves out is refused with a reason", async () => {
  await assert.rejects(dfd.readCSV("http://127.0.0.1/visits.csv"), /cannot stream from a web address/);
  await assert.rejects(dfd.readExcel("visits.xlsx"), /cannot read or write Excel files/);
  assert.throws(() => shops().toExcel({ filePath: "shops.xlsx" }), /cannot read or write Excel files/);
});

async function merged(how: "inner" | "left"): Promise<unknown> {
  const order = ["day", "shop", "visitors", "revenue", "manager"];
  const frame = dfd.merge({ left: await visits(), right: shops(), on: ["shop"], how }).sortValues("day");
  return frame.loc({ columns: order }).values;
}

function byFirst({ index, values }: { index: unknown[]; values: unknown }): unknown {
  return zip(index, values as unknown[]);
}

function zip(keys: unknown[], values: unknown[]): unknown {
  return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
}

/** Equal but for rounding: danfo's scalers and the arithmetic of whole frames work in 32 bits. */
function close(actual: unknown, wanted: unknown): void {
  if (typeof wanted === "number" && typeof actual === "number") {
    assert.ok(Math.abs(actual - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)), `${actual} is not ${wanted}`);
  } else if (typeof wanted === "object" && wanted !== null) {
    assert.ok(typeof actual === "object" && actual !== null, `${actual} is not an object`);
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(wanted).sort());
    for (const [key, value] of Object.entries(wanted)) close((actual as Record<string, unknown>)[key], value);
  } else if (wanted === null) {
    assert.ok(actual === null || Number.isNaN(actual), `${actual} is not missing`);
  } else {
    assert.equal(actual, wanted);
  }
}
