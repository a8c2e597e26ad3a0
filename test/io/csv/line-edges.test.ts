import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import type { TaskContext } from "../../../src/engine/engine.js";
import { CSVParseError } from "../../../src/errors.js";
import type { CsvSource } from "../../../src/io/csv/csv-source.js";
import { composeLayout, csvLayout, layoutArgs } from "../../../src/io/csv/layout.js";
import { looseBlocks, moveToLines } from "../../../src/io/csv/line-edges.js";
import { openCSV } from "../../../src/io/csv/open-csv.js";
import { readBlock } from "../../../src/io/csv/read-block.js";
import { csvLines, csvText } from "./random-csv.js";
import { inFolder, rowsOf } from "./read-all.js";

/** Whether a file's lines end as `readCSV` takes them. */
const hasLines = ({ text }: { text: string }) => text.includes("\n") || !text.includes("\r");
const fileText = csvText.filter(hasLines);

/** Writes texts as files and opens them together, of texts only. */
async function open(folder: string, texts: readonly string[], fields: number, blocksize: number): Promise<CsvSource> {
  const names = Array.from({ length: fields }, (_, i) => `${i}`);
  const paths = texts.map((text, i) => {
    const path = join(folder, `${i}.csv`);
    writeFileSync(path, text);
    return path;
  });
  const dtypes = Object.fromEntries(names.map((name) => [name, "string" as const]));
  return (await openCSV(paths, { header: names, dtypes, blocksize })).source;
}

async function exactBlocks(source: CsvSource) {
  return composeLayout(
    source,
    await Promise.all(layoutArgs(source).map((args) => csvLayout({} as TaskContext, ...args))),
  );
}

test("blocks cut at lines are the exact ones as far as they, and all before them, can be parsed", async () => {
  await inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(fileText, fileText, async ({ fields, text }, other) => {
        const size = Buffer.byteLength(text);
        for (const blocksize of [1, 2, 3, 7, Math.max(1, size >> 1)]) {
          const source = await open(folder, other.fields === fields ? [text, other.text] : [text], fields, blocksize);
          const exact = await exactBlocks(source);
          const names = source.schema.map(({ name }) => name);
          for (const [i, block] of looseBlocks(source).entries()) {
            const rows = await readBlock(source, block, names).catch((error: unknown) => error);
            if (rows instanceof CSVParseError) break;
            const { file, start, end } = await moveToLines(source.files[block.file], block);
            assert.deepEqual({ file, start, end }, exact[i], `block ${i} of ${blocksize} bytes`);
            assert.deepEqual(rows, await readBlock(source, exact[i], names));
          }
        }
      }),
      { numRuns: 60 },
    ),
  );
});

test("without a newline in quotes all blocks cut at lines are the exact ones", async () => {
  await inFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        csvLines.filter(hasLines),
        fc.integer({ min: 1, max: 40 }),
        async ({ fields, text }, blocksize) => {
          const source = await open(folder, [text], fields, blocksize);
          const moved = await Promise.all(looseBlocks(source).map((block) => moveToLines(source.files[0], block)));
          assert.deepEqual(moved, await exactBlocks(source));
        },
      ),
      { numRuns: 60 },
    ),
  );
});

test("a line that is longer than what is searched is an error, not a search through the whole file", async () => {
  await inFolder(async (folder) => {
    const source = await open(folder, [`a\n"${"\t".repeat(3 * 2 ** 20)}"\nb\n`], 1, 2 ** 20);
    const [first, second] = looseBlocks(source);
    await assert.rejects(moveToLines(source.files[0], first), {
      name: "CSVParseError",
      message: /0\.csv: no line ends within a mebibyte of byte \d+\.$/,
    });
    await assert.rejects(readBlock(source, second, ["0"]), { name: "CSVParseError" });
    const blocks = await exactBlocks(source);
    const rows = await Promise.all(blocks.map((block) => readBlock(source, block, ["0"])));
    assert.deepEqual(
      rows.flatMap(rowsOf).map(([text]) => (text as string).length),
      [1, 3 * 2 ** 20, 1],
    );
  });
});
