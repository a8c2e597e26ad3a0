import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { fromDanfo, toDanfo, toDanfoSeries } from "../../src/danfo/convert.js";
import { dfd, type Frame } from "../../src/danfo/danfo.js";
import { type Cell, type Column, cellAt, type Partition } from "../../src/partition/partition.js";

const mixed: Partition = {
  length: 3,
  names: ["float", "int", "bool", "date", "text", "kind"],
  columns: [
    { dtype: "float64", values: Float64Array.of(1.5, Number.NaN, -2) },
    { dtype: "int32", values: Int32Array.of(1, 0, 3), valid: Uint8Array.of(1, 0, 1) },
    { dtype: "boolean", values: Uint8Array.of(1, 0, 0), valid: Uint8Array.of(1, 0, 1) },
    { dtype: "datetime", values: Float64Array.of(0, Number.NaN, 1e12) },
    { dtype: "string", codes: Int32Array.of(1, -1, 0), dictionary: ["007", "a", "unused"] },
    { dtype: "category", codes: Int32Array.of(0, -1, 0), dictionary: ["k"] },
  ],
};

test("toDanfo() gives danfo's cells, dtypes and missing values", () => {
  const frame = toDanfo(mixed);
  assert.deepEqual(frame.shape, [3, 6]);
  assert.deepEqual(frame.columns, mixed.names);
  assert.deepEqual(frame.index, [0, 1, 2]);
  assert.deepEqual(frame.dtypes, ["float32", "int32", "boolean", "datetime", "string", "string"]);
  assert.deepEqual(frame.values, [
    [1.5, 1, true, new Date(0), "a", "k"],
    [Number.NaN, Number.NaN, null, null, null, null],
    [-2, 3, false, new Date(1e12), "007", "k"],
  ]);
  assert.deepEqual(frame.isNa().values[1], Array(6).fill(true));
  assert.deepEqual(frame.date.dt.year().values, [1970, Number.NaN, 2001]);
});

test("toDanfo() puts several partitions below each other", () => {
  const frame = toDanfo([mixed, mixed]);
  assert.deepEqual(frame.index, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(frame.text.values, ["a", null, "007", "a", null, "007"]);
  assert.deepEqual(frame.iloc({ rows: [4], columns: ["3:5"] }).values, [[null, null]]);
});

test("toDanfo() refuses partitions of different columns, and says which they have", () => {
  const other: Partition = { length: 1, names: ["float"], columns: [{ dtype: "int32", values: Int32Array.of(1) }] };
  const float: Partition = { ...other, columns: [{ dtype: "float64", values: Float64Array.of(1) }] };
  assert.throws(() => toDanfo([float, other]), {
    name: "RangeError",
    message:
      'Partitions of one frame must have the same columns, but one has "float" (float64) and one "float" (int32).',
  });
});

test("no rows give a frame of no rows with its columns, and no columns a frame of rows without columns", () => {
  const none = toDanfo({
    length: 0,
    names: ["n", "text"],
    columns: [
      { dtype: "float64", values: new Float64Array() },
      { dtype: "string", codes: new Int32Array(), dictionary: ["a"] },
    ],
  });
  assert.deepEqual(
    [none.shape, none.columns, none.dtypes],
    [
      [0, 2],
      ["n", "text"],
      ["float32", "string"],
    ],
  );
  assert.deepEqual(none.column("text").values, []);
  assert.match(none.toString(), /│ n .*│ text /);
  assert.deepEqual([none.toJSON(), none.head().shape], [[], [0, 2]]);
  assert.deepEqual(contents(fromDanfo(none)), {
    length: 0,
    names: ["n", "text"],
    columns: [
      { dtype: "float64", cells: [] },
      { dtype: "string", cells: [] },
    ],
  });
  assert.deepEqual(fromDanfo(toDanfo({ length: 3, names: [], columns: [] })), { length: 3, names: [], columns: [] });
  assert.deepEqual(toDanfo([]).shape, [0, 0]);
});

test("a partition is the same after danfo, but for categories, which become strings", () => {
  fc.assert(
    fc.property(partitions(), (partition) => {
      assert.deepEqual(contents(fromDanfo(toDanfo(partition))), contents(partition));
    }),
  );
});

test("what danfo does with a converted frame fits together again", () => {
  const frame = toDanfo(mixed);
  frame.addColumn("double", frame.float.mul(2), { inplace: true });
  const { names, columns } = fromDanfo(frame.query(frame.int.gt(0)) as Frame);
  assert.deepEqual(names, [...mixed.names, "double"]);
  assert.deepEqual(columns[6], { dtype: "float64", values: Float64Array.of(3, -4) });
});

test("toDanfoSeries() keeps the name, and the pieces of a column are joined", () => {
  const [float, , , date] = mixed.columns;
  assert.deepEqual(toDanfoSeries("x", float).columns, ["x"]);
  assert.deepEqual(toDanfoSeries("x", [float, float]).values, [1.5, Number.NaN, -2, 1.5, Number.NaN, -2]);
  assert.deepEqual(contents(fromDanfo(toDanfoSeries("when", date))), {
    length: 3,
    names: ["when"],
    columns: [{ dtype: "datetime", cells: [new Date(0), null, new Date(1e12)] }],
  });
});

test("fromDanfo() goes by the cells, not by what danfo took the first rows for", () => {
  const dtypes = (rows: unknown[][], given?: string[]) =>
    fromDanfo(new dfd.DataFrame(rows, given && { dtypes: given })).columns.map(({ dtype }) => dtype);
  assert.deepEqual(dtypes([[1], [2 ** 31]], ["int32"]), ["float64"]);
  assert.deepEqual(dtypes([[1], [2.5]], ["int32"]), ["float64"]);
  assert.deepEqual(dtypes([[1], [2]], ["float32"]), ["float64"]);
  assert.deepEqual(dtypes([[null], [null]], ["boolean"]), ["boolean"]);
  assert.deepEqual(dtypes([[null], [null]], ["undefined"]), ["float64"]);
  assert.deepEqual(dtypes([[undefined], [true]]), ["boolean"]);
  const rows = [[1], ["x"], [false], [new Date(0)], [null]];
  const [column] = fromDanfo(new dfd.DataFrame(rows)).columns;
  assert.deepEqual(cellsOf(column, 5), ["1", "x", "false", "1970-01-01T00:00:00.000Z", null]);
});

test("fromDanfo() takes what head(), df[name] and groupby give, which are of danfo's base classes", () => {
  const frame = toDanfo(mixed);
  assert.equal(fromDanfo(frame.head(2) as Frame).length, 2);
  assert.deepEqual(fromDanfo(frame.text).names, ["text"]);
  assert.deepEqual(fromDanfo(frame.groupby(["kind"]).col(["float"]).sum() as Frame).names, ["kind", "float_sum"]);
});

test("fromDanfo() refuses what is no danfo frame", () => {
  for (const value of [null, [[1]], { columns: ["a"] }, new Map()]) {
    assert.throws(() => fromDanfo(value as Frame), { name: "TypeError", message: /danfo DataFrame or Series/ });
  }
});

function contents({ length, names, columns }: Partition) {
  return { length, names, columns: columns.map((column) => ({ dtype: column.dtype, cells: cellsOf(column, length) })) };
}

function cellsOf(column: Column, length: number): Cell[] {
  return Array.from({ length }, (_, row) => cellAt(column, row));
}

function partitions(): fc.Arbitrary<Partition> {
  const name = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "shape", "$data", "columns", "index"));
  return fc
    .record({ length: fc.nat(20), names: fc.uniqueArray(name, { maxLength: 6 }) })
    .chain(({ length, names }) =>
      fc.tuple(...names.map(() => columnsOf(length))).map((columns) => ({ length, names, columns })),
    );
}

function columnsOf(length: number): fc.Arbitrary<Column> {
  const rows = { minLength: length, maxLength: length };
  const flags = fc.array(fc.nat(1), rows).map((bits) => Uint8Array.from(bits));
  const dictionary = ["", "a", "007", "true", "__proto__"];
  return fc.oneof<fc.Arbitrary<Column>[]>(
    fc.array(fc.double(), rows).map((values) => ({ dtype: "float64", values: Float64Array.from(values) })),
    fc.tuple(fc.array(fc.integer(), rows), flags).map(([values, valid]) => ({
      dtype: "int32",
      values: Int32Array.from(values),
      valid,
    })),
    fc.tuple(flags, flags).map(([values, valid]) => ({ dtype: "boolean", values, valid })),
    fc
      .array(fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -8.64e15, max: 8.64e15 })), rows)
      .map((values) => ({ dtype: "datetime", values: Float64Array.from(values) })),
    fc
      .array(fc.integer({ min: -1, max: dictionary.length - 1 }), rows)
      .map((codes) => ({ dtype: "string", codes: Int32Array.from(codes), dictionary })),
  );
}
