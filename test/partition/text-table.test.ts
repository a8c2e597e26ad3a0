import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { piecesByHash } from "../../src/frame/shuffle/hash-rows.js";
import { fromArrowBytes, toArrowBytes } from "../../src/partition/arrow.js";
import { columnFromValues } from "../../src/partition/column-from-values.js";
import { concatPartitions } from "../../src/partition/concat-partitions.js";
import { bytesOf } from "../../src/partition/encoded-texts.js";
import { cellAt, type Partition } from "../../src/partition/partition.js";
import { TextTable } from "../../src/partition/text-table.js";

const words = fc.oneof(fc.string({ unit: "grapheme", maxLength: 6 }), fc.constantFrom("", "a", "ä", "a\0", "🦜"));

function partitionOf(values: readonly (string | null)[], isEncoded: boolean): Partition {
  const column = columnFromValues([...values, "a"], "x");
  const rows = { length: values.length + 1, names: ["x"], columns: [column] };
  return isEncoded ? fromArrowBytes(toArrowBytes(rows)) : rows;
}

test("a table gives each text the place at which it first came", () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 300 }), (texts) => {
      const table = new TextTable();
      const places = texts.map((text) => {
        const bytes = Buffer.from(`<${text}>`);
        return table.place(bytes, 1, bytes.length - 1);
      });
      const different = [...new Set(texts)];
      assert.deepEqual(table.finish().texts, different);
      assert.deepEqual(
        places,
        texts.map((text) => different.indexOf(text)),
      );
    }),
  );
});

test("texts are put together alike whether they are strings or bytes, and bytes stay bytes", () => {
  const part = fc.tuple(fc.array(fc.option(words), { maxLength: 20 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), (parts) => {
      const partitions = parts.map(([values, isEncoded]) => partitionOf(values, isEncoded));
      const [column] = concatPartitions(partitions).columns;
      assert.equal(
        bytesOf(column) !== undefined,
        parts.every(([, isEncoded]) => isEncoded),
      );
      const expected = parts.flatMap(([values]) => [...values, "a"]);
      assert.deepEqual(
        expected.map((_, row) => cellAt(column, row)),
        expected,
      );
    }),
  );
});

test("a text has the same hash as a string and as bytes", () => {
  fc.assert(
    fc.property(fc.array(fc.option(words), { maxLength: 20 }), (values) => {
      const [strings, bytes] = [false, true].map((isEncoded) => partitionOf(values, isEncoded));
      assert.deepEqual(piecesByHash(strings, strings.columns, 97), piecesByHash(bytes, bytes.columns, 97));
    }),
  );
});
