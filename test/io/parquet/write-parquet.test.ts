import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { openParquet } from "../../../src/io/parquet/open-parquet.js";
import { readRowGroup } from "../../../src/io/parquet/read-row-group.js";
import { writeParquet } from "../../../src/io/parquet/write-parquet.js";
import { inFolder, rowsOf } from "../csv/read-all.js";
import { partitions, texts } from "../partitions.js";

/** hyparquet drops a byte order mark in front of a name. */
const named = partitions(texts).filter(({ names }) => names.every((name) => !name.startsWith("\uFEFF")));

test("reading what was written gives the same names, dtypes and values, a row group for each partition with rows", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.parquet");
    const property = fc.asyncProperty(named, fc.integer({ min: 1, max: 3 }), async (partition, times) => {
      rmSync(path, { force: true });
      await writeParquet(path, Array(times).fill(partition));
      const source = await openParquet(path);
      assert.deepEqual(
        source.schema.map(({ name, dtype }) => [name, dtype]),
        partition.names.map((name, i) => [name, partition.columns[i].dtype]),
      );
      assert.deepEqual(source.lengths, Array(partition.length === 0 ? 1 : times).fill(partition.length));
      for (const block of source.blocks) {
        assert.deepEqual(rowsOf(await readRowGroup(source, block, partition.names)), rowsOf(partition));
      }
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

test("a place that cannot be written to is an error", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "missing", "a.parquet");
    await assert.rejects(writeParquet(path, [{ length: 0, names: [], columns: [] }]), { code: "ENOENT" });
  });
});
