import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "node:test";
import { Worker } from "node:worker_threads";
import * as arrow from "apache-arrow";
import fc from "fast-check";
import { fromArrowBytes, fromArrowTable, toArrowBytes, toArrowTable } from "../../src/partition/arrow.js";
import { type Cell, type Column, cellAt, type Partition } from "../../src/partition/partition.js";

const fixtures = resolve(__dirname, "../../../test/fixtures/partition");

test("a partition is the same after Arrow bytes, whatever it holds", () => {
  fc.assert(
    fc.property(partitions(), (partition) => {
      assert.deepEqual(contents(fromArrowBytes(toArrowBytes(partition))), contents(partition));
    }),
  );
});

test("the bytes are one shared buffer, and number columns and codes are views onto it", () => {
  const bytes = toArrowBytes(sample());
  assert.ok(bytes.buffer instanceof SharedArrayBuffer);
  assert.equal(bytes.length, bytes.buffer.byteLength);
  for (const column of fromArrowBytes(bytes).columns) {
    if (column.dtype === "boolean" || column.dtype === "datetime") continue;
    assert.equal(("codes" in column ? column.codes : column.values).buffer, bytes.buffer, column.dtype);
  }
});

test("another thread reads the bytes it is handed without a copy", async () => {
  const bytes = toArrowBytes(sample());
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     const { columns } = require(workerData.arrow).fromArrowBytes(workerData.bytes);
     columns[0].values[0] = 42;
     parentPort.postMessage("read");`,
    { eval: true, workerData: { arrow: require.resolve("../../src/partition/arrow.js"), bytes } },
  );
  await new Promise((done, failed) => worker.once("message", done).once("error", failed));
  await worker.terminate();
  assert.equal(cellAt(fromArrowBytes(bytes).columns[0], 0), 42);
});

test("rows without columns and columns without rows survive", () => {
  assert.deepEqual(fromArrowBytes(toArrowBytes({ length: 7, names: [], columns: [] })), {
    length: 7,
    names: [],
    columns: [],
  });
  const { names, columns } = sample();
  const empty = { length: 0, names, columns: columns.map((column) => emptied(column)) };
  assert.deepEqual(contents(fromArrowBytes(toArrowBytes(empty))), contents(empty));
});

test("dictionary entries that no row uses are kept, so codes mean the same on both sides", () => {
  const column: Column = { dtype: "string", codes: Int32Array.of(2, -1, 2), dictionary: ["a", "", "ü"] };
  const [read] = fromArrowBytes(toArrowBytes({ length: 3, names: ["x"], columns: [column] })).columns;
  assert.deepEqual(read, column);
});

test("missing values are nulls to whoever else reads the bytes", () => {
  const table = toArrowTable(toArrowBytes(sample()));
  for (const [i, { name }] of table.schema.fields.entries()) assert.equal(table.getChildAt(i)?.nullCount, 1, name);
});

test("a stream that pyarrow wrote is read as pyarrow meant it", () => {
  const { columns, ...expected } = JSON.parse(readFileSync(resolve(fixtures, "pyarrow.json"), "utf8"));
  const partition = fromArrowBytes(readFileSync(resolve(fixtures, "pyarrow.arrows")));
  assert.equal(partition.length, expected.length);
  for (const [i, name] of partition.names.entries()) {
    const { dtype, cells } = columns[i];
    assert.equal(columns[i].name, name);
    assert.equal(partition.columns[i].dtype, dtype, name);
    assert.deepEqual(JSON.parse(JSON.stringify(cellsOf(partition.columns[i], partition.length))), cells, name);
  }
  assert.equal(partition.names.length, columns.length);
});

test("a user's table of several record batches becomes one partition", () => {
  const part = (from: number) =>
    arrow.tableFromArrays({ n: Float64Array.of(from, from + 1), t: [`t${from}`, null] }).batches;
  const first = part(1);
  const second = part(3).map((batch) => new arrow.RecordBatch(first[0].schema, batch.data));
  const partition = fromArrowTable(new arrow.Table([...first, ...second]));
  assert.deepEqual(contents(partition), {
    length: 4,
    names: ["n", "t"],
    columns: [
      { dtype: "float64", cells: [1, 2, 3, 4] },
      { dtype: "string", cells: ["t1", null, "t3", null] },
    ],
  });
});

test("a slice of a user's table is read from where it begins", () => {
  const table = arrow.tableFromArrays({ b: [true, false, null, true], i: Int32Array.of(1, 2, 3, 4) });
  assert.deepEqual(
    contents(fromArrowTable(table.slice(1, 3))).columns.map(({ cells }) => cells),
    [
      [false, null],
      [2, 3],
    ],
  );
});

test("integers that do not fit int32 become float64", () => {
  const table = arrow.tableFromArrays({ big: BigInt64Array.of(2n ** 31n, -1n), small: BigInt64Array.of(5n, -1n) });
  assert.deepEqual(
    fromArrowTable(table).columns.map(({ dtype }) => dtype),
    ["float64", "int32"],
  );
});

test("a type without a counterpart is refused by the column's name", () => {
  const field = new arrow.Field("tags", new arrow.List(new arrow.Field("item", new arrow.Int32())), true);
  const table = new arrow.Table({ tags: arrow.vectorFromArray([[1], [2, 3]], field.type) });
  assert.throws(() => fromArrowTable(table), {
    name: "TypeError",
    message:
      'Column "tags" has the Arrow type List<Int32>, which cannot be read. ' +
      "Cast it to a number, boolean, text, date or timestamp, or leave it out.",
  });
});

test("two columns of one name are refused", () => {
  const { schema } = arrow.tableFromArrays({ a: [1] });
  const twice = new arrow.Schema([...schema.fields, ...schema.fields]);
  assert.throws(() => fromArrowTable(new arrow.Table(twice)), /more than one column named "a"/);
});

/** One column of each dtype, with the second row missing. */
function sample(): Partition {
  return {
    length: 2,
    names: ["float", "int", "bool", "date", "text", "kind"],
    columns: [
      { dtype: "float64", values: Float64Array.of(1.5, Number.NaN) },
      { dtype: "int32", values: Int32Array.of(1, 0), valid: Uint8Array.of(1, 0) },
      { dtype: "boolean", values: Uint8Array.of(1, 0), valid: Uint8Array.of(1, 0) },
      { dtype: "datetime", values: Float64Array.of(-1, Number.NaN) },
      { dtype: "string", codes: Int32Array.of(0, -1), dictionary: ["a"] },
      { dtype: "category", codes: Int32Array.of(0, -1), dictionary: ["k"] },
    ],
  };
}

function emptied(column: Column): Column {
  if ("codes" in column) return { ...column, codes: new Int32Array() };
  if (column.dtype === "float64" || column.dtype === "datetime") return { ...column, values: new Float64Array() };
  return column.dtype === "int32"
    ? { dtype: "int32", values: new Int32Array() }
    : { dtype: "boolean", values: new Uint8Array() };
}

function contents({ length, names, columns }: Partition) {
  return { length, names, columns: columns.map((c) => ({ dtype: c.dtype, cells: cellsOf(c, length) })) };
}

function cellsOf(column: Column, length: number): Cell[] {
  return Array.from({ length }, (_, row) => cellAt(column, row));
}

function partitions(): fc.Arbitrary<Partition> {
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "__proto__", "constructor", "toString", "length"),
  );
  return fc
    .record({ length: fc.nat(20), names: fc.uniqueArray(name, { maxLength: 6 }) })
    .chain(({ length, names }) =>
      fc.tuple(...names.map(() => columnsOf(length))).map((columns) => ({ length, names, columns })),
    );
}

function columnsOf(length: number): fc.Arbitrary<Column> {
  const rows = { minLength: length, maxLength: length };
  const valid = fc.option(
    fc.array(fc.nat(1), rows).map((flags) => Uint8Array.from(flags)),
    { nil: undefined },
  );
  const date = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -8.64e15, max: 8.64e15 }));
  const dictionaries = fc.uniqueArray(fc.string({ unit: "binary" }), { maxLength: 5 });
  return fc.oneof<fc.Arbitrary<Column>[]>(
    fc.array(fc.double(), rows).map((values) => ({ dtype: "float64", values: Float64Array.from(values) })),
    fc.array(date, rows).map((values) => ({ dtype: "datetime", values: Float64Array.from(values) })),
    fc
      .tuple(fc.array(fc.integer(), rows), valid)
      .map(([values, flags]) => ({ dtype: "int32", values: Int32Array.from(values), valid: flags })),
    fc
      .tuple(fc.array(fc.nat(1), rows), valid)
      .map(([values, flags]) => ({ dtype: "boolean", values: Uint8Array.from(values), valid: flags })),
    fc.tuple(fc.constantFrom("string", "category"), dictionaries).chain(([dtype, dictionary]) =>
      fc.array(fc.integer({ min: -1, max: dictionary.length - 1 }), rows).map((codes) => ({
        dtype,
        codes: Int32Array.from(codes),
        dictionary,
      })),
    ),
  );
}
