import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { pickRows } from "../../../src/frame/column-work.js";
import { findCuts, piecesByCuts, sampleRows, sortRows } from "../../../src/frame/shuffle/sort.js";
import type { SortKey } from "../../../src/frame/shuffle/sort-order.js";
import { columnFromValues } from "../../../src/partition/column-from-values.js";
import { cellAt, type Partition } from "../../../src/partition/partition.js";

type Value = number | string | boolean | null;

const columns = [
  fc.double({ noNaN: true }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 2, unit: "binary" }),
  fc.boolean(),
];

const key = fc.record({
  values: fc.oneof(
    ...columns.map((value) => fc.array(fc.option(value as fc.Arbitrary<Value>), { minLength: 60, maxLength: 60 })),
  ),
  ascending: fc.boolean(),
  missingFirst: fc.boolean(),
});

const cellsOf = (rows: Partition): unknown[][] =>
  Array.from({ length: rows.length }, (_, row) => rows.columns.map((column) => cellAt(column, row)));

test("sorted pieces one after the other are all rows sorted, whatever is cut where", () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 9 }), (keys, count) => {
      const by: SortKey[] = keys.map(({ ascending, missingFirst }, i) => ({ name: `${i}`, ascending, missingFirst }));
      const places = Int32Array.from({ length: 60 }, (_, row) => row);
      const rows: Partition = {
        length: 60,
        names: [...by.map(({ name }) => name), "place"],
        columns: [...keys.map(({ values }, i) => columnFromValues(values, `${i}`)), { dtype: "int32", values: places }],
      };
      const pieces = piecesByCuts(rows, by, findCuts([sampleRows(rows)], by, count));
      const sorted = Array.from({ length: count }, (_, piece) =>
        sortRows(pickRows(rows, Uint32Array.from(places.filter((row) => pieces[row] === piece))), by),
      );
      assert.deepEqual(sorted.flatMap(cellsOf), cellsOf(sortRows(rows, by)));
    }),
  );
});
