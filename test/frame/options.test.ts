/** An option that a method does not have is an error that names both, since in JavaScript it would be left out without a word. */
import assert from "node:assert/strict";
import test, { after } from "node:test";
import { concat, DataFrame, fromRecords, getClient, Series } from "../../src/index.js";

after(() => getClient().close());

const frame = fromRecords([
  { a: 1, b: 2 },
  { a: 3, b: 4 },
]);
const a = frame.column("a");
const text = a.asType("string");
const day = a.asType("datetime");
const groups = frame.groupby("a");

/** What the methods are given that cannot do without; the others take nothing here. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "divNoNan", "maximum", "minimum", "mod", "pow"].map((n) => [n, [1]]),
  ),
  ...Object.fromEntries(
    ["eq", "ne", "gt", "lt", "ge", "le", "round", "shift", "diff", "pctChange"].map((n) => [n, [1]]),
  ),
  ...{ nLargest: [1, "a"], nSmallest: [1, "a"], print: [1], head: [1], tail: [1], quantile: [0.5] },
  ...{ fillNa: [0], replace: [1, 2], column: ["a"], rename: [{}], selectDtypes: ["int32"], asType: ["a", "int32"] },
  ...{ addColumn: ["c", a], query: [a.gt(1)], apply: [(row: object) => row, {}], applyMap: [Number], append: [frame] },
  ...{ sortValues: ["a"], groupby: ["a"], merge: [frame], iat: [0, 0], at: [0, "a"] },
  ...{ toCSV: ["rows"], toParquet: ["rows"], toJSON: ["rows"] },
};
const ofSeries: typeof given = {
  ...{
    and: [a.gt(1)],
    or: [a.gt(1)],
    isin: [[1]],
    between: [1, 2],
    map: [{ 1: 2 }, {}],
    apply: [Number],
    asType: ["int32"],
  },
  ...{ rename: ["b"], sortValues: [], nLargest: [1], nSmallest: [1], iloc: [[0]], iat: [0], append: [a] },
};
const ofGroups: typeof given = { agg: [{ b: "mean" }], col: ["b"], getGroup: [[1]] };
const ofText: typeof given = {
  ...{ contains: ["1"], includes: ["1"], startsWith: ["1"], endsWith: ["1"], replace: ["1", "2"], indexOf: ["1"] },
  ...{ lastIndexOf: ["1"], search: ["1"], count: ["1"], extract: ["(1)", 1], charAt: [0], slice: [0, 1] },
  ...{ substring: [0, 1], substr: [0, 1], split: ["-", 0], repeat: [1], padStart: [1, " "], padEnd: [1, " "] },
  ...{ concat: ["1", 1], join: ["1", "-"] },
};
const ofDatetimes: typeof given = { floor: ["day"] };

/** What options cannot do without. */
const needed: Readonly<Record<string, object>> = { loc: { columns: ["a"] }, drop: { columns: ["a"] } };
/** These give what comes after a function to that function. */
const handedOver = ["mapPartitions", "GroupBy.apply"];
/** These are no one's to call with options. */
const inner = ["constructor", "toString", "derive", "combine"];

/** The methods of an object's class and of those above it. */
function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (let type = Object.getPrototypeOf(object); isClass(type); type = Object.getPrototypeOf(type)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (typeof value === "function" && !inner.includes(name)) names.add(name);
    }
  }
  return [...names];
}

function isClass(type: object): boolean {
  return type !== Object.prototype && Object.hasOwn(type, "constructor");
}

const classes: readonly (readonly [object: object, args: typeof given, prefix: string])[] = [
  [frame, given, ""],
  [a, { ...given, ...ofSeries }, ""],
  [groups, ofGroups, ""],
  [text.str, ofText, "str."],
  [day.dt, ofDatetimes, "dt."],
];

for (const [object, args, prefix] of classes) {
  const type = object.constructor.name;
  test(`no method of ${type} leaves out an option that it does not have`, async () => {
    const methods = methodsOf(object).filter(
      (name) => ![name, `${type}.${name}`].some((each) => handedOver.includes(each)),
    );
    assert.ok(methods.length > 10);
    for (const name of methods) {
      const call = (object as Record<string, (...args: unknown[]) => unknown>)[name];
      // A promise's refusal and one at once are the same to who awaits it.
      await assert.rejects(
        async () => call.apply(object, [...(args[name] ?? []), { ...needed[name], anyhow: true }]),
        (error: Error) => {
          assert.equal(error.name, "OptionError", `${name}: ${error.message}`);
          assert.ok(error.message.startsWith(`${prefix}${name} has no option "anyhow". It takes`), error.message);
          return true;
        },
      );
    }
  });
}

test("nor does concat, or what stands beside a function", () => {
  assert.throws(
    () => concat([frame, frame], { axis: 1 } as never),
    /^OptionError: concat has no option "axis"\. It takes none/,
  );
  const typo = { fn: (rows: unknown) => rows, dtype: { a: "int32" } } as never;
  assert.throws(
    () => frame.mapPartitions(typo),
    /^OptionError: mapPartitions has no option "dtype"\. Did you mean "dtypes"/,
  );
  assert.throws(() => groups.apply(typo), /^OptionError: apply has no option "dtype"\. Did you mean "dtypes"/);
});

test("what comes after the last argument is refused too, unless it is undefined", () => {
  const untyped = a as unknown as Record<string, (...args: unknown[]) => Series>;
  assert.throws(() => untyped.isNa(1), /^TypeError: isNa takes no arguments, but got 1\.$/);
  assert.throws(() => untyped.between(1, 2, "left"), /^TypeError: between takes 2 arguments, but got 3\.$/);
  assert.ok(untyped.isNa(undefined) instanceof Series);
  assert.ok(frame.round() instanceof DataFrame);
});
