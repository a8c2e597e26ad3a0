import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";
import type { ReadCSVOptions } from "../../../src/io/csv/read-csv-options.js";
import type { Cell } from "../../../src/partition/partition.js";
import { readPath } from "./read-all.js";

const fixtures = resolve(__dirname, "../../../../test/fixtures/csv");
const reference: Record<string, { options: ReadCSVOptions; columns: Record<string, unknown[]> }> = JSON.parse(
  readFileSync(join(fixtures, "pandas-reference.json"), "utf8"),
);

/** A cell as the reference holds it. */
function plain(cell: Cell): unknown {
  if (cell instanceof Date) return cell.getTime();
  if (cell === Number.POSITIVE_INFINITY) return "inf";
  if (cell === Number.NEGATIVE_INFINITY) return "-inf";
  return cell;
}

for (const [file, { options, columns }] of Object.entries(reference)) {
  test(`readCSV gives pandas' columns and values for ${file}, whatever the block size`, async () => {
    for (const blocksize of [11, 100, 1e6]) {
      const { names, rows } = await readPath(join(fixtures, file), { ...options, blocksize });
      assert.deepEqual(names, Object.keys(columns));
      for (const [i, [name, values]] of Object.entries(columns).entries()) {
        assert.deepEqual(
          rows.map((row) => plain(row[i])),
          values,
          name,
        );
      }
    }
  });
}

test("integers with missing values stay integers, and codes and dates get their dtypes", async () => {
  const penguins = await readPath(join(fixtures, "penguins.csv"));
  assert.deepEqual(penguins.dtypes, ["string", "string", "float64", "float64", "int32", "int32", "string"]);
  const orders = await readPath(join(fixtures, "orders.csv"));
  assert.deepEqual(orders.dtypes, ["int32", "string", "datetime", "boolean", "float64", "int32"]);
});
