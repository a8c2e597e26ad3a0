import assert from "node:assert/strict";
import test from "node:test";
import { arrowLibrary, usersArrowLibrary, withQuickSchemas } from "../../src/partition/arrow-library.js";

type Arrow = typeof import("apache-arrow");

const quick = arrowLibrary();
const plain = usersArrowLibrary();

/** Two batches of every kind of column that a partition has, as a stream. */
function stream({
  Dictionary,
  Float64,
  Int32,
  RecordBatch,
  Table,
  Utf8,
  tableToIPC,
  vectorFromArray,
  ...arrow
}: Arrow) {
  const metadata = new Map([["made", "for a test"]]);
  const batch = (first: number) => {
    const columns = {
      number: vectorFromArray([first, null, 0.5], new Float64()),
      whole: vectorFromArray([first, 2, null], new Int32()),
      text: vectorFromArray(["a", null, "long ".repeat(first)], new Utf8()),
      category: vectorFromArray(["x", "y", "x"], new Dictionary(new Utf8(), new Int32(), 7)),
      flag: vectorFromArray([true, false, null], new arrow.Bool()),
      time: vectorFromArray([new Date(first), null, new Date(0)], new arrow.TimestampMillisecond()),
    };
    const fields = Object.entries(columns).map(([name, { type }]) => new arrow.Field(name, type, true, metadata));
    const children = Object.values(columns).map(({ data }) => data[0]);
    const data = arrow.makeData({ type: new arrow.Struct(fields), length: 3, nullCount: 0, children } as never);
    return new RecordBatch(new arrow.Schema(fields, metadata), data as never);
  };
  return tableToIPC(new Table([batch(1), batch(2)]), "stream");
}

/** All that a stream holds, as this library reads it. */
function contents({ tableFromIPC }: Arrow, bytes: Uint8Array) {
  const { schema, batches } = tableFromIPC(bytes);
  return {
    schema: String(schema),
    metadata: [...schema.metadata],
    fields: schema.fields.map(({ name, nullable, metadata }) => [name, nullable, ...metadata]),
    rows: batches.map((batch) => batch.toArray().map(String)),
    batchSchemas: batches.map((batch) => String(batch.schema)),
  };
}

test("the library with quick schemas writes the same bytes, and reads the same tables, as without", () => {
  const bytes = stream(plain);
  assert.deepEqual(stream(quick), bytes);
  assert.deepEqual(contents(quick, bytes), contents(plain, bytes));
});

test("schemas that differ are put together as the library does without", () => {
  const put = ({ Field, Schema, Float64, Utf8 }: Arrow) => {
    const numbers = [new Field("a", new Float64()), new Field("b", new Float64())];
    const schema = new Schema(numbers, new Map([["of", "numbers"]]));
    const text = new Field("b", new Utf8(), true, new Map([["is", "text"]]));
    const others = [[numbers], [[numbers[0], text]], [[numbers[1], numbers[0]]], [new Schema([text])], [text], [[]]];
    return others.map((given) => {
      const { fields, metadata } = schema.assign(...(given as never[]));
      return [...fields.map((field) => [String(field), ...field.metadata]), [...metadata]];
    });
  };
  assert.deepEqual(put(quick), put(plain));
});

test("a library whose schemas work otherwise is left as it is", () => {
  class Schema {}
  const changed = { Schema } as never as Arrow;
  assert.equal(withQuickSchemas(changed), changed);
  assert.deepEqual(Object.getOwnPropertyNames(Schema.prototype), ["constructor"]);
  assert.deepEqual(withQuickSchemas({} as Arrow), {});
  class Other {
    assign(fields: unknown) {
      return ["its own way", fields];
    }
  }
  withQuickSchemas({ Schema: Other } as never as Arrow);
  assert.deepEqual(new Other().assign(["a"]), ["its own way", ["a"]]);
});
