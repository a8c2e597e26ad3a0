/** Every method against pandas' results on the same data, which are stored with the script that made them. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { type AggregationTable, concat, DataFrame, dfd, type Frame, getClient } from "../../src/index.js";
import { frameOf, sameTable, stored, type Table, tableOf } from "./pandas.js";

after(() => getClient().close());

type Make = (a: DataFrame, b: DataFrame) => unknown;

const s = (a: DataFrame) => a.column("shape");
const v = (a: DataFrame) => a.column("values");
const c = (a: DataFrame) => a.column("constructor");
const d = (a: DataFrame) => a.column("__proto__");
const t = (a: DataFrame) => a.column("");
const g = (a: DataFrame) => a.column("größe");
const pair = (a: DataFrame) => a.loc({ columns: ["values", "größe"] });
const numbers = (a: DataFrame) => a.loc({ columns: ["values", "constructor", "größe"] });

const someOfEach = (a: DataFrame) => a.groupby(["shape", ""]).col(["values", "constructor"]);

const expressions: Record<string, Make> = {
  add: (a) => v(a).add(g(a)),
  "add scalar": (a) => v(a).add(1.5),
  sub: (a) => c(a).sub(v(a)),
  mul: (a) => v(a).mul(c(a)),
  div: (a) => g(a).div(v(a)),
  mod: (a) => g(a).mod(v(a)),
  "mod negative": (a) => v(a).mod(3),
  pow: (a) => v(a).abs().pow(c(a).abs()),
  "pow of one": (a) => g(a).mul(0).add(1).pow(c(a)),
  neg: (a) => v(a).neg(),
  abs: (a) => c(a).abs(),
  round: (a) => c(a).div(8).round(2),
  "round halves": (a) => g(a).div(2).round(),
  "round to zeros": (a) => c(a).div(50).round().pow(-1),
  eq: (a) => v(a).eq(2),
  ne: (a) => v(a).ne(2),
  gt: (a) => c(a).gt(v(a)),
  le: (a) => c(a).le(0),
  "text eq": (a) => s(a).eq("bob"),
  "text ne": (a) => s(a).ne("bob"),
  "text lt": (a) => s(a).lt("Über"),
  "text ge": (a) => s(a).ge("\ufffd"),
  "date ge": (a) => d(a).ge("2000-01-01"),
  and: (a) => v(a).gt(0).and(c(a).gt(0)),
  or: (a) => v(a).gt(0).or(t(a)),
  not: (a) => v(a).gt(0).not(),
  ge: (a) => v(a).ge(c(a)),
  lt: (a) => c(a).lt(g(a)),
  "eq column": (a) => v(a).eq(v(a).mul(1)),
  "bool gt": (a) => t(a).gt(g(a).gt(500)),
  between: (a) => c(a).between(-5, 5),
  isin: (a) => v(a).isin([1, 2, 99]),
  "isin missing": (a) => v(a).isin([1, null]),
  "text isin": (a) => s(a).isin(["Ada", "nobody"]),
  isNa: (a) => s(a).isNa(),
  notNa: (a) => d(a).notNa(),
  fillNa: (a) => v(a).fillNa(7),
  "text fillNa": (a) => s(a).fillNa("none"),
  lower: (a) => s(a).str.toLowerCase(),
  upper: (a) => s(a).str.toUpperCase(),
  capitalize: (a) => s(a).str.capitalize(),
  trim: (a) => s(a).str.trim(),
  len: (a) => s(a).str.len(),
  contains: (a) => s(a).str.contains("b"),
  "contains regex": (a) => s(a).str.contains("^[A-Z]", { regex: true }),
  "contains dot": (a) => s(a).str.contains("."),
  startsWith: (a) => s(a).str.startsWith("B"),
  endsWith: (a) => s(a).str.endsWith("b"),
  "text replace": (a) => s(a).str.replace("b", "<&>"),
  slice: (a) => s(a).str.slice(1, 3),
  "slice end": (a) => s(a).str.slice(-2),
  "text add": (a) => s(a).add("!"),
  year: (a) => d(a).dt.year(),
  month: (a) => d(a).dt.month(),
  day: (a) => d(a).dt.dayOfMonth(),
  hour: (a) => d(a).dt.hours(),
  minute: (a) => d(a).dt.minutes(),
  second: (a) => d(a).dt.seconds(),
  dayOfWeek: (a) => d(a).dt.dayOfWeek(),
  dayOfYear: (a) => d(a).dt.dayOfYear(),
  floor: (a) => d(a).dt.floor("day"),
  "floor hour": (a) => d(a).dt.floor("hour"),
  map: (a) => s(a).map({ Ada: 1, bob: 2 }),
  "map numbers": (a) => v(a).map({ 1: "one", "-2": "minus two" }),
  "map function": (a) => s(a).map((text: string | null) => text && text + text),
  "map number function": (a) => v(a).apply((value) => value * value + 1, { dtype: "float64" }),
  replace: (a) => v(a).replace(2, 20),
  "replace text": (a) => s(a).replace(["Ada", "bob"], ["A", "B"]),
  cumSum: (a) => v(a).cumSum(),
  "cumSum of fractions": (a) => c(a).cumSum(),
  cumProd: (a) => v(a).div(3).cumProd(),
  cumMin: (a) => c(a).cumMin(),
  cumMax: (a) => v(a).cumMax(),
  "cumMax dates": (a) => d(a).cumMax(),
  "cumMin booleans": (a) => t(a).not().cumMin(),
  shift: (a) => v(a).shift(),
  "shift text": (a) => s(a).shift(5),
  "shift up": (a) => d(a).shift(-3),
  "shift beyond": (a) => g(a).shift(200),
  diff: (a) => c(a).diff(),
  "diff up": (a) => g(a).diff(-7),
  "diff dates": (a) => d(a).diff(2),
  pctChange: (a) => g(a).pctChange(),
  "pctChange several": (a) => c(a).pctChange(3),
  rank: (a) => v(a).rank(),
  "rank min": (a) => c(a).rank({ method: "min" }),
  "rank max": (a) => v(a).rank({ method: "max" }),
  "rank dense down": (a) => s(a).rank({ method: "dense", ascending: false }),
  "rank dates": (a) => d(a).rank(),
  "to text": (a) => g(a).asType("string"),
  "to whole": (a) => c(a).fillNa(0).asType("int32"),
  divNoNan: (a) => g(a).divNoNan(v(a)),
  maximum: (a) => v(a).maximum(c(a)),
  "minimum scalar": (a) => v(a).minimum(1),
  trimStart: (a) => s(a).str.trimStart(),
  trimEnd: (a) => s(a).str.trimEnd(),
  includes: (a) => s(a).str.includes("o"),
  indexOf: (a) => s(a).str.indexOf("b"),
  "indexOf beyond": (a) => s(a).str.indexOf("🦜"),
  lastIndexOf: (a) => s(a).str.lastIndexOf("b"),
  search: (a) => s(a).str.search("[bdë]"),
  "text count": (a) => s(a).str.count("[a-b]", { regex: true }),
  "text count dot": (a) => s(a).str.count("."),
  extract: (a) => s(a).str.extract("[a-z]([a-z])"),
  charAt: (a) => s(a).str.charAt(1),
  "charAt end": (a) => s(a).str.charAt(-1),
  substring: (a) => s(a).str.substring(3, 1),
  substr: (a) => s(a).str.substr(-2, 1),
  split: (a) => s(a).str.split(".", 1),
  "split end": (a) => s(a).str.split("b", -1),
  repeat: (a) => s(a).str.repeat(3),
  padStart: (a) => s(a).str.padStart(4, "*"),
  padEnd: (a) => s(a).str.padEnd(4),
  "concat text": (a) => s(a).str.concat(s(a).str.toUpperCase()),
  "concat before": (a) => s(a).str.concat("<", 0),
  join: (a) => s(a).str.join(s(a).str.toLowerCase(), " - "),
  isAlpha: (a) => s(a).str.isAlpha(),
  isAlnum: (a) => s(a).str.isAlnum(),
  isDecimal: (a) => g(a).asType("string").str.isDecimal(),
  monthName: (a) => d(a).dt.monthName(),
  dayOfWeekName: (a) => d(a).dt.dayOfWeekName(),
  quarter: (a) => d(a).dt.quarter(),
  daysInMonth: (a) => d(a).dt.daysInMonth(),
  weekOfYear: (a) => d(a).dt.weekOfYear(),
  date: (a) => d(a).dt.date(),
  argSort: (a) => v(a).argSort(),
  "argSort down": (a) => s(a).argSort({ ascending: false }),
  "row count": (a) => a.count({ axis: 1 }),
  "row sum": (a) => a.sum({ axis: 1 }),
  "row mean": (a) => a.mean({ axis: 1 }),
  "row std": (a) => a.std({ axis: 1 }),
  "row var": (a) => a.var({ axis: 1 }),
  "row min": (a) => a.min({ axis: 1 }),
  "row max": (a) => a.max({ axis: 1 }),
  "row median": (a) => a.median({ axis: 1 }),
};

const rows: Record<string, Make> = {
  applyMap: (a) => pair(a).applyMap((value) => value * 2 + 1, { dtype: "float64" }),
  append: (a) => a.append(a.iloc({ rows: [":3"] })),
  "series append": (a) => v(a).append(g(a)),
  "sort missing first": (a) => a.sortValues(["shape", "values"], { naPosition: "first" }),
  "sort down missing first": (a) => a.sortValues("__proto__", { ascending: false, naPosition: "first" }),
  getGroup: (a) => a.groupby(["shape", ""]).getGroup(["bob", true]),
  query: (a) => a.query(v(a).gt(0).and(s(a).notNa())),
  dropNa: (a) => a.dropNa(),
  "dropNa subset": (a) => a.dropNa({ columns: ["shape", "values"], how: "all" }),
  dropDuplicates: (a) => a.dropDuplicates({ columns: ["shape", "values"] }),
  "dropDuplicates last": (a) => a.dropDuplicates({ columns: ["shape"], keep: "last" }),
  "dropDuplicates none": (a) => a.dropDuplicates({ columns: ["shape", "values"], keep: false }),
  "dropDuplicates all": (a) => a.loc({ columns: ["shape", ""] }).dropDuplicates(),
  "sort numbers": (a) => a.sortValues("constructor"),
  "sort down": (a) => a.sortValues("values", { ascending: false }),
  "sort text": (a) => a.sortValues("shape"),
  "sort several": (a) => a.sortValues(["shape", "values", "__proto__"], { ascending: [false, true, false] }),
  selectDtypes: (a) => a.selectDtypes(["boolean", "datetime"]),
  rename: (a) => a.rename({ shape: "columns" }),
  drop: (a) => a.drop({ columns: ["values", ""] }),
  "fillNa all": (a) => a.fillNa({ shape: "", constructor: 0.5 }),
  "isNa all": (a) => a.isNa(),
  "query twice": (a) => {
    const some = a.query(v(a).notNa().and(g(a).gt(300)));
    return some.query(c(some).lt(5));
  },
  tail: (a) => a.tail(7),
  "iloc slice": (a) => a.iloc({ rows: ["17:83"], columns: [0, -1] }),
  "iloc from the end": (a) => a.iloc({ rows: ["-20:-3"] }),
  "iloc rows": (a) => a.iloc({ rows: [119, 0, 0, -1, 60], columns: ["1:3"] }),
  nLargest: (a) => a.nLargest(30, "values"),
  nSmallest: (a) => a.nSmallest(30, ["größe", "constructor"]),
  "series nLargest": (a) => c(a).nLargest(9),
  "series nSmallest": (a) => v(a).nSmallest(115),
  "sort head": (a) => a.sortValues(["values", "größe"], { ascending: false }).head(11),
  "frame add": (a) => pair(a).add(1),
  "frame sub": (a) => pair(a).sub(a.loc({ columns: ["größe", "values"] }).mul(2)),
  "frame div series": (a) => pair(a).div(c(a)),
  "frame gt": (a) => a.loc({ columns: ["values", "constructor"] }).gt(0),
  "frame round": (a) =>
    a
      .loc({ columns: ["constructor", "größe"] })
      .div(7)
      .round(1),
  "frame shift": (a) => a.shift(2),
  "frame cumSum": (a) => a.loc({ columns: ["values", "constructor", ""] }).cumSum(),
  "frame diff": (a) => a.loc({ columns: ["values", "constructor"] }).diff(),
  concat: (a, b) => concat([a, b]),
  getDummies: (a) => a.loc({ columns: ["shape", "größe"] }).getDummies(),
  "getDummies prefix": (a) =>
    a.loc({ columns: ["shape", "größe"] }).getDummies({ columns: "shape", prefix: "is", prefixSeparator: ": " }),
};

/** One row of ours is a column of pandas'. */
const across = async (made: unknown): Promise<Table> => [["0", (await tableOf(made)).map(([, [value]]) => value)]];
const withoutDates = (a: DataFrame) => a.drop({ columns: ["__proto__"] });

const summaries: Record<string, Make> = {
  count: (a) => across(a.count()),
  mean: (a) => across(a.mean()),
  sum: (a) => across(a.sum()),
  std: (a) => across(withoutDates(a).std()),
  var: (a) => across(withoutDates(a).var()),
  series: (a) => {
    const x = v(a);
    return Promise.all([
      x.count(),
      x.sum(),
      x.mean(),
      x.std(),
      x.var(),
      x.min(),
      x.max(),
      x.nUnique(),
      x.median(),
      x.quantile(0.9),
    ]);
  },
  describe: (a) => numbers(a).describe(),
  "series describe": async (a) => (await c(a).describe()).values,
  mode: async (a) => (await s(a).mode()).sort(),
  median: (a) => across(numbers(a).median()),
  quantile: (a) => numbers(a).quantile([0, 0.1, 0.37, 1]),
  nUnique: (a) => across(a.nUnique()),
  min: (a) => across(numbers(a).min()),
  max: (a) => across(numbers(a).max()),
  "text min": (a) => Promise.all([s(a).min(), s(a).max()]),
  "date min": (a) => Promise.all([d(a).min(), d(a).max()]),
  "frame mode": (a) => a.loc({ columns: ["shape", "constructor", "values"] }).mode(),
  places: (a) => Promise.all([v(a).argMax(), c(a).argMin(), d(a).argMax(), g(a).argMin()]),
  cells: (a) => Promise.all([a.iat(5, 1), a.at(7, "shape"), g(a).iat(-1)]),
  ngroups: async (a) => [await a.groupby(["shape", "values"]).ngroups()],
  corr: (a) => numbers(a).corr(),
  unique: async (a) => (await s(a).unique()).values,
  valueCounts: (a) => v(a).valueCounts(),
  "text valueCounts": (a) => s(a).valueCounts(),
};

/** An object with a property "__proto__" of its own, which TypeScript has no type for. */
const ofDates: AggregationTable = JSON.parse('{ "größe": ["sum", "min"], "__proto__": ["max", "first"] }');

const groups: Record<string, Make> = {
  groupby: (a) =>
    a.groupby("shape").agg({
      constructor: ["sum", "mean", "std", "var"] as const,
      values: ["count", "min", "max", "first", "last", "nUnique"],
    }),
  "groupby several": (a) => a.groupby(["values", "shape", ""]).agg(ofDates),
  "groupby size": (a) => a.groupby(["values", ""]).size(),
  "groupby mean": (a) => a.groupby("shape").mean(),
  "groupby keep missing": (a) => a.groupby("shape", { dropNa: false }).agg({ größe: "sum" }),
  "groupby unsorted": (a) => a.groupby("shape", { sort: false }).agg({ größe: "sum" }),
  "groupby median": (a) => a.groupby(["shape", ""]).col(["values", "größe"]).median(),
  "groupby median and nUnique": (a) => a.groupby("values").agg({ constructor: ["median", "nUnique", "mean"] as const }),
  "groupby whole": (a) => a.groupby("größe", { dropNa: false }).agg({ shape: ["first", "last", "nUnique"] }),
  "groupby dates": (a) => a.groupby("__proto__").size(),
  "groupby cumsum": (a) => someOfEach(a).cumSum(),
  "groupby cumprod": (a) => someOfEach(a).cumProd(),
  "groupby cummin": (a) => someOfEach(a).cumMin(),
  "groupby cummax": (a) => someOfEach(a).cumMax(),
  "groupby cumsum keep missing": (a) => a.groupby("shape", { dropNa: false }).col(["größe"]).cumSum(),
  "groupby cummax dates": (a) => a.groupby("values").col(["__proto__"]).cumMax(),
  "groupby cumsum beside": (a) => g(a).sub(a.groupby("shape").col(["größe"]).cumSum().column("größe_cumSum")),
};

const applied: Record<string, Make> = {
  "groupby apply value": (a) =>
    a.groupby("shape").apply((rows) => rows.column("größe").max() - rows.column("größe").min()),
  "groupby apply rows": (a) =>
    a.groupby(["shape", ""]).apply((rows) => rows.loc({ columns: ["constructor", "größe"] }).head(2) as Frame),
  "groupby apply series": (a) =>
    a.groupby("values").apply((rows, danfo: typeof dfd) => {
      const wholes = rows.column("größe").values as number[];
      return new danfo.Series([wholes.length, wholes[wholes.length - 1]], { index: ["rows", "last"] });
    }, dfd),
  "groupby apply keep missing": (a) =>
    a.groupby("shape", { dropNa: false, sort: false }).apply((rows) => rows.column("größe").values.length),
};

const joins: Record<string, Make> = {};
for (const how of ["inner", "left", "right", "outer"] as const) {
  joins[`merge ${how}`] = (a, b) => a.merge(b, { on: "shape", how });
  joins[`merge two ${how}`] = (a, b) => a.merge(b, { on: ["values", "shape"], how });
}

/** Every seventh row from place 40 on, with a column of its own. */
const seventh = (a: DataFrame): DataFrame => {
  const chosen = Array.from({ length: 12 }, (_, i) => 40 + 7 * i);
  const some = a.iloc({ rows: chosen }).loc({ columns: ["__proto__", "shape"] });
  return some.addColumn("place", some.count({ axis: 1 }).mul(0).add(1).cumSum().sub(1));
};
joins["merge dates outer"] = (a) => a.merge(seventh(a), { on: "__proto__", how: "outer" });
joins["merge dates and texts outer"] = (a) => a.merge(seventh(a), { on: ["shape", "__proto__"], how: "outer" });

/** Joins by hash are for sides too large to send to every task; here they are made to take that way. */
const byHash: Record<string, Make> = Object.fromEntries(
  Object.entries(joins).map(([name, make]): [string, Make] => [
    `${name}, by hash`,
    (a, b) => {
      const { plan } = make(a, b) as DataFrame;
      return plan.op === "join" ? new DataFrame({ ...plan, broadcast: false }) : new DataFrame(plan);
    },
  ]),
);

const named = new Set([
  "groupby",
  "groupby several",
  "groupby apply rows",
  "groupby apply series",
  "concat",
  "getDummies",
  "getDummies prefix",
  ...Object.keys(joins),
]);
const cases = { ...expressions, ...rows, ...summaries, ...groups, ...applied, ...joins };

test("every stored result has its case", () => {
  assert.deepEqual(Object.keys(cases).sort(), Object.keys(stored.results).sort());
});

for (const npartitions of [1, 3, 50]) {
  for (const [name, make] of Object.entries({ ...cases, ...byHash })) {
    test(`${name}: as pandas, in ${npartitions} partitions`, async () => {
      const a = frameOf(stored.left, npartitions);
      const b = frameOf(stored.right, Math.ceil(npartitions / 2));
      const ours = await make(a, b);
      const table = Array.isArray(ours) && Array.isArray(ours[0]) ? (ours as unknown as Table) : await tableOf(ours);
      sameTable(table, stored.results[name.replace(", by hash", "")], named.has(name));
    });
  }
}
