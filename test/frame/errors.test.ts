import assert from "node:assert/strict";
import test, { after } from "node:test";
import type { Table } from "apache-arrow";
import {
  type AggregationTable,
  type DataFrame,
  type DType,
  dfd,
  fromArrow,
  fromRecords,
  getClient,
  type Series,
} from "../../src/index.js";

after(() => getClient().close());

const frame = fromRecords([{ name: "x", n: 1, at: new Date(0) }], { npartitions: 2 });
const [name, n, at] = ["name", "n", "at"].map((column) => frame.column(column));
const other = fromRecords([{ n: 1 }, { n: 2 }]).column("n");

const cases: [title: string, act: () => unknown, message: RegExp][] = [
  [
    "text and numbers do not add up",
    () => n.add("x"),
    /^add takes two numbers, two texts, or .*but got column "n" \(int32\) and "x" \(string\)\. Use asType/,
  ],
  ["numbers are not compared with text", () => n.lt("5"), /^lt takes two numbers, two texts/],
  [
    "null is not compared",
    () => n.eq(null as unknown as number),
    /^eq takes a Series, a number.* but got null.*isNa\(\)/,
  ],
  [
    "numbers have no text methods",
    () => n.str.toLowerCase(),
    /^str\.toLowerCase takes text, but got column "n" \(int32\)/,
  ],
  ["text has no date methods", () => name.dt.year(), /^dt\.year takes datetimes, but got column "name" \(string\)/],
  [
    "a pattern must be one",
    () => name.str.contains("(", { regex: true }),
    /^str\.contains: Invalid regular expression/,
  ],
  [
    "days are cut to known units",
    () => at.dt.floor("week" as "day"),
    /^dt\.floor takes "day", "hour", "minute" or "second", but got week/,
  ],
  [
    "Series of other frames have other rows",
    () => n.add(other),
    /^add: column "n" and column "n" are not known to have the same rows/,
  ],
  [
    "conditions of other frames too",
    () => frame.query(other.gt(1)),
    /^query: the frame and the condition are not known to have the same rows/,
  ],
  ["a condition is boolean", () => frame.query(n), /^query takes a Series of booleans.*but column "n" is int32/],
  [
    "a filter is not undone",
    () => frame.query(frame.query(n.gt(0)).column("n").gt(1)),
    /not known to have the same rows/,
  ],
  [
    "dtypes are known ones",
    () => frame.asType("n", "int" as DType),
    /^asType: there is no dtype "int"\. There are int32, float64/,
  ],
  [
    "columns to change must be there",
    () => frame.asType("m", "int32"),
    /^asType: there is no column "m"\. The columns are "name", "n", "at"/,
  ],
  [
    "fillers fit the columns named",
    () => frame.fillNa("x", { columns: ["n"] }),
    /^fillNa takes a value of the column's kind, but got column "n" \(int32\) with "x"/,
  ],
  ["fillers are of columns that are there", () => frame.fillNa({ m: 1 }), /^fillNa: there is no column "m"/],
  [
    "missing values are not filled with missing ones",
    () => frame.fillNa({ n: null } as unknown as Record<string, number>),
    /^fillNa takes numbers, strings, booleans and Dates, but got null\.$/,
  ],
  [
    "as many values as are replaced",
    () => frame.replace([1, 2], [1, 2, 3]),
    /^replace: 2 values cannot be replaced by 3/,
  ],
  ["sorting is by columns that are there", () => frame.sortValues("m"), /^sortValues: there is no column "m"/],
  [
    "each column has its direction",
    () => frame.sortValues(["n", "at"], { ascending: [true] }),
    /^sortValues: 2 columns, but 1 values of ascending/,
  ],
  [
    "aggregations are known ones",
    () => frame.groupby("name").agg({ n: "avg" as "mean" }),
    /^agg: column "n" cannot be aggregated by "avg"; there are size, count/,
  ],
  [
    "text has no mean",
    () => frame.groupby("n").agg({ name: "mean" }),
    /^groupby: column "name" is string, which has no mean/,
  ],
  [
    "keys of a join are on both sides",
    () => frame.merge(fromRecords([{ m: 1 }]), { on: "n" }),
    /^merge: there is no column "n"/,
  ],
  [
    "keys of a join are of one kind",
    () => frame.merge(fromRecords([{ n: "1" }]), { on: "n" }),
    /^merge: column "n" is int32 on the left and string on the right/,
  ],
  ["a join has keys", () => frame.merge(frame, {} as { on: string }), /^merge takes the columns to match/],
  [
    "a join without options has none",
    () => frame.merge(frame, undefined as unknown as { on: string }),
    /^merge takes the columns to match: merge\(right, \{ on: "id" \}\)/,
  ],
  [
    "rows are grouped by columns",
    () => frame.groupby({ by: "n" } as unknown as string),
    /^groupby takes the name of a column, groupby\("a"\), or several: groupby\(\["a", "b"\]\)\.$/,
  ],
  [
    "an aggregation is named",
    () => frame.groupby("name").agg({ n: ((x: number) => x) as unknown as "mean" }),
    /^agg: column "n" cannot be aggregated by .*; there are size, count/,
  ],
  [
    "dtypes to choose by are known ones",
    () => frame.selectDtypes(["number" as DType]),
    /^selectDtypes: there is no dtype "number"\. There are int32/,
  ],
  [
    "what danfo has in memory is not there to be read",
    () => (frame as unknown as { values: unknown }).values,
    /^There is no values: the rows are not in this process's memory\. Compute them first, \(await frame\.compute\(\)\)\.values/,
  ],
  [
    "a frame is not turned round",
    () => (frame as unknown as { T: unknown }).T,
    /^There is no T: a frame cannot have as many columns as it has rows/,
  ],
  [
    "options of groups are known ones",
    () => frame.groupby("n", { dropna: false } as object),
    /^groupby has no option "dropna"\. Did you mean "dropNa"\?/,
  ],
  ["arguments are a list", () => n.map((x) => x, { args: 3 as never }), /^map: option "args" must be an array/],
  [
    "options are known ones",
    () => frame.merge(frame, { on: "n", how: "cross" as "inner" }),
    /option "how" must be "inner" or "left" or "right" or "outer", but it is "cross"/,
  ],
  ["a sample is a share", () => frame.sample({ frac: 2 }), /option "frac" must be a number from 0 to 1, but it is 2/],
  ["a sample is of one size", () => frame.sample({}), /^sample takes either \{ frac: 0\.1 \}.* or \{ n: 100 \}/],
  [
    "only numbers add up row by row",
    () => frame.cumSum(),
    /^cumSum takes numbers .* column "name" \(string\)\. Choose/,
  ],
  ["rows are shifted by whole numbers", () => n.shift(0.5), /^shift takes a whole number of rows, such as shift\(1\)/],
  [
    "rows are chosen by places",
    () => frame.iloc({ rows: ["1:2:3"] }),
    /^iloc takes rows as an array of whole numbers or of one slice, such as \[0, 2\] or \["2:5"\]/,
  ],
  [
    "columns are as many as there are",
    () => frame.iloc({ columns: [3] }),
    /^iloc: there is no column 3; the frame has 3/,
  ],
  [
    "frames are added up by their columns' names",
    () => frame.add(frame.drop({ columns: ["at"] })),
    /^add, in the other frame: there is no column "at"/,
  ],
  [
    "arithmetic is of all columns of a frame",
    () => frame.mul(2),
    /^mul takes two numbers, but got column "name" \(string\) and 2/,
  ],
  [
    "a column is not set",
    () => Object.assign(frame, { m: n }),
    /^A frame does not change: frame\["m"\] cannot be set\..*frame = frame\.addColumn\("m", …\)/,
  ],
  ["isin takes an array", () => n.isin(1 as unknown as number[]), /^isin takes an array of values/],
  [
    "loc chooses columns only",
    () => frame.loc({ columns: ["n"], rows: [0] } as { columns: string[] }),
    /^loc has no option "rows"\. It takes: columns/,
  ],
  [
    "a condition is no text",
    () => frame.query("n > 1" as unknown as Series),
    /^query takes the condition as a Series of this frame.*but got string/,
  ],
  [
    "a column is no array",
    () => frame.addColumn("m", [1, 2] as unknown as Series),
    /^addColumn takes what it holds as a Series of this frame.*but got an array/,
  ],
  [
    "danfo's frames are made into ours first",
    () => frame.merge(new dfd.DataFrame([[1]], { columns: ["n"] }) as unknown as DataFrame, { on: "n" }),
    /^merge takes another DataFrame; a danfo frame is made into one by fromDanfo/,
  ],
  ["digits are whole", () => n.round(1.5), /^round: option "digits" must be a whole number of at least 0/],
  [
    "rows have no labels",
    () => (frame as unknown as { setIndex(options: object): void }).setIndex({ column: "n" }),
    /^There is no setIndex: the rows of a lazy collection have no labels\. .* by query, or by their places with iloc\.$/,
  ],
  [
    "a Series has no index either",
    () => (n as unknown as { resetIndex(): void }).resetIndex(),
    /^There is no resetIndex: the rows/,
  ],
  [
    "a part of a text is asked for by its place",
    () => (name.str.split as (separator: string) => Series)("-"),
    /^str\.split takes a separator and the place of the part that is wanted, such as split\("-", 0\)/,
  ],
  [
    "a text is repeated a whole number of times",
    () => name.str.repeat(-1),
    /^str\.repeat takes a whole number from 0 on as times, but got -1\./,
  ],
  [
    "texts are filled up with one character",
    () => name.str.padStart(5, ""),
    /^str\.padStart fills up with one character, but got ""/,
  ],
  [
    "texts are joined with texts",
    () => name.str.concat(n),
    /^str\.concat takes two texts, but got column "name" \(string\) and column "n" \(int32\)/,
  ],
  [
    "a group is asked for by all its keys",
    () => frame.groupby(["name", "n"]).getGroup(["x"]),
    /^getGroup takes an array of a value for each key \(name, n\)/,
  ],
  [
    "rows without numbers come to nothing",
    () => frame.loc({ columns: ["name"] }).mean({ axis: 1 }),
    /^mean: the frame has no column of numbers\./,
  ],
  ["there are two axes", () => frame.mean({ axis: 2 as 1 }), /^mean: option "axis" must be 0 or 1/],
  [
    "columns have names, not numbers",
    () => frame.column(0 as unknown as string),
    /^column\(0\): a column's name must be a string, but it is a number\.$/,
  ],
  [
    "a new column has a name too",
    () => frame.addColumn(n as unknown as string, n),
    /^addColumn: a column's name must be a string, but it is an object\.$/,
  ],
  [
    "columns are renamed by their old names",
    () => frame.rename({ columns: { n: "m" } } as unknown as Record<string, string>),
    /^rename takes the new names by the old ones: rename\(\{ old: "new" \}\)\.$/,
  ],
  [
    "aggregations stand by their columns",
    () => frame.groupby("n").agg("mean" as unknown as AggregationTable),
    /^agg takes the aggregations by column: agg\(\{ delay: \["mean", "max"\], distance: "sum" \}\)\.$/,
  ],
  [
    "a Series is filtered by a Series",
    () => n.query(((value: number) => value > 1) as unknown as Series),
    /^query takes the condition as a Series of booleans, such as frame\.column\("a"\)\.gt\(0\)\.$/,
  ],
  [
    "a function is one",
    () => frame.mapPartitions(undefined as never),
    /^mapPartitions takes a function, but got undefined/,
  ],
  [
    "partitions are of a number or a size",
    () => frame.repartition(undefined as never),
    /^repartition takes either \{ npartitions: 8 \} or \{ partitionSize: "64MB" \}\.$/,
  ],
  [
    "an Arrow table is one",
    () => fromArrow(new Uint8Array(8) as unknown as Table),
    /^fromArrow takes a Table of apache-arrow; tableFromIPC\(bytes\) reads one from bytes\.$/,
  ],
  ["a group's columns are there", () => frame.groupby("name").col(["m"]), /^col: there is no column "m"/],
];

for (const [title, act, message] of cases) {
  test(title, () => {
    assert.throws(act, (error: Error) => {
      assert.match(error.message, message);
      return true;
    });
  });
}

test("a value that a dtype cannot hold is named when it is worked out", async () => {
  const texts = fromRecords([{ a: "1" }, { a: "2e3" }, { a: " 7 " }, { a: null }]);
  assert.deepEqual((await texts.column("a").asType("float64").compute()).values, [1, 2000, 7, Number.NaN]);
  const bad: Series = fromRecords([{ a: "0x10" }]).column("a");
  await assert.rejects(bad.asType("int32").compute(), /asType: "0x10" cannot be read as int32; replace it first/);
  const large = fromRecords([{ a: 3e9 }]).column("a");
  await assert.rejects(large.asType("int32").compute(), /asType: 3000000000 does not fit into int32/);
});

test("dummies have names of their own, and a prefix for each column", async () => {
  const twins = fromRecords([{ a: "x", b: "x" }]);
  await assert.rejects(twins.getDummies({ prefix: "is" }), {
    message: /^getDummies: two columns would be named "is_x"/,
  });
  await assert.rejects(twins.getDummies({ prefix: ["is"] }), {
    message: /^getDummies: 2 columns, but 1 prefixes; give/,
  });
});

test("quantiles are of fractions, and of numbers", async () => {
  await assert.rejects(n.quantile("median" as never), /quantile takes fractions from 0 to 1, but got median/);
  await assert.rejects(n.quantile(1.5), /quantile takes fractions from 0 to 1, but got 1\.5/);
  await assert.rejects(name.median(), /median: the frame has no column of numbers/);
  await assert.rejects(name.mean(), /mean: column "name" is string, which has no mean/);
});

test("rows that are not there are named when they are worked out", async () => {
  await assert.rejects(frame.iloc({ rows: [-2] }).compute(), /iloc: there is no row -2; the frame has 1/);
  await assert.rejects(frame.sample({ n: 2 }).compute(), /sample: 2 rows cannot be chosen of 1; give a smaller n/);
});
