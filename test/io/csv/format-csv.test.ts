import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import Papa from "papaparse";
import { formatCSV } from "../../../src/io/csv/format-csv.js";
import { columnNames } from "../../../src/io/csv/header.js";
import { defaultNaValues } from "../../../src/io/csv/missing-values.js";
import { openCSV } from "../../../src/io/csv/open-csv.js";
import { writePartition } from "../../../src/io/write-file.js";
import { columnFromValues } from "../../../src/partition/column-from-values.js";
import type { DType, Partition } from "../../../src/partition/partition.js";
import { partitions, texts } from "../partitions.js";
import { inFolder, readPartitions, rowsOf } from "./read-all.js";

/** Text that a reader takes for a value: it spells no missing one. */
const readable = texts.filter((text) => !defaultNaValues.includes(text));

test("reading what was written gives the same values and dtypes, in blocks of any size", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv");
    const property = fc.asyncProperty(
      partitions(readable),
      fc.constantFrom(",", ";", "\t", "|", "]", "\\", " "),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      async (partition, delimiter, blocksize, header) => {
        await writePartition(partition, { format: "csv", delimiter, header }, path);
        if (!header && partition.length === 0) return;
        const dtypes = Object.fromEntries(partition.names.map((name, i) => [name, partition.columns[i].dtype]));
        const { source } = await openCSV(path, {
          ...{ delimiter, blocksize, dtypes },
          header: header ? true : [...partition.names],
        });
        assert.deepEqual(
          source.schema.map(({ name, dtype }) => [name, dtype]),
          partition.names.map((name, i) => [name, partition.columns[i].dtype]),
        );
        assert.deepEqual((await readPartitions(source)).flatMap(rowsOf), rowsOf(partition));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

const column = (dtype: DType, values: readonly unknown[]): Partition => {
  const made = columnFromValues(values, "");
  return { length: values.length, names: ["x"], columns: [{ ...made, dtype } as Partition["columns"][0]] };
};
const text = (partition: Partition, delimiter = ",") => {
  return [...formatCSV(partition, { format: "csv", delimiter, header: true })].join("");
};

test("a dtype is inferred again from how its values are written", async () => {
  const cases: [DType, unknown[], string][] = [
    ["int32", [1, -2, null], '1\n-2\n""\n'],
    ["float64", [1.5, 2.5, -0, null], '1.5\n2.5\n-0.0\n""\n'],
    ["float64", [0.5, 3e9, 1e21, 5e-324], "0.5\n3000000000.0\n1e+21\n5e-324\n"],
    ["float64", [0.5, Infinity, -Infinity], "0.5\ninf\n-inf\n"],
    ["boolean", [true, false], "true\nfalse\n"],
    [
      "datetime",
      [new Date("2024-02-29"), new Date("1969-12-31T23:59:59.001Z")],
      "2024-02-29\n1969-12-31T23:59:59.001Z\n",
    ],
    ["string", ["a", 'b"c', " ", "x\r"], 'a\n"b""c"\n" "\n"x\r"\n'],
  ];
  await inFolder(async (folder) => {
    for (const [dtype, values, written] of cases) {
      const partition = column(dtype, values);
      assert.equal(text(partition), `x\n${written}`);
      const path = join(folder, "a.csv");
      await writePartition(partition, { format: "csv", delimiter: ",", header: true }, path);
      const { source, sample } = await openCSV(path);
      assert.equal(source.schema[0].dtype, dtype);
      assert.deepEqual(rowsOf(sample), rowsOf(partition));
    }
  });
});

test("papaparse reads the same cells", () => {
  fc.assert(
    fc.property(partitions(readable), (partition) => {
      const written = text(partition).replace(/^\uFEFF/, "");
      const { data, errors } = Papa.parse<string[]>(written, { delimiter: ",", newline: "\n" });
      assert.deepEqual(errors, []);
      const rows = data.slice(0, -1).map((row) => row.map((cell) => cell.length));
      assert.equal(rows.length, partition.length + 1);
      assert.deepEqual(
        rows[0],
        partition.names.map((name) => name.length),
      );
      assert.ok(rows.every((row) => row.length === partition.names.length));
    }),
  );
});

test("names that are empty are written as such, and read as pandas names them", () => {
  const partition = { ...column("int32", [1]), names: [""] };
  assert.equal(text(partition), '""\n1\n');
  assert.deepEqual(columnNames([""]), ["Unnamed: 0"]);
});
