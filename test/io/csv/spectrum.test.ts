import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import test from "node:test";
import { readPath } from "./read-all.js";

const collection = dirname(require.resolve("csv-spectrum/package.json"));

/** What the collection's JSON says of another row than its CSV has. */
const wrongThere: Readonly<Record<string, readonly string[]>> = { location_coordinates: ["Contact Phone Number"] };

for (const file of readdirSync(join(collection, "csvs"))) {
  const name = basename(file, ".csv");
  test(`readCSV reads ${name} of csv-spectrum, in blocks of any size`, async () => {
    const path = join(collection, "csvs", file);
    const given: unknown = JSON.parse(readFileSync(join(collection, "json", `${name}.json`), "utf8"));
    const expected = [given].flat() as Record<string, string>[];
    const { names } = await readPath(path);
    const dtypes = Object.fromEntries(names.map((column) => [column, "string" as const]));
    for (const blocksize of [1, 2, 3, 5, 8, 1000]) {
      const { rows } = await readPath(path, { dtypes, blocksize });
      const records = rows.map((row) => Object.fromEntries(names.map((column, i) => [column, row[i] ?? ""])));
      for (const column of wrongThere[name] ?? [])
        for (const record of [...records, ...expected]) delete record[column];
      assert.deepEqual(records, expected);
    }
  });
}
