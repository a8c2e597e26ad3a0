import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import type { SourceFile } from "../../src/io/source-file.js";
import { packingOf, unpack } from "../../src/io/unpack.js";
import { hasZstd } from "../../src/io/zstd.js";
import { inFolder, readPath } from "./csv/read-all.js";

/** What the command zstd 1.5 made of "n,s\n1,a\n2,b\n", a skippable frame, and what it made of "3,c\n". */
const zstd = Buffer.from("KLUv/QRYYQAAbixzCjEsYQoyLGIK3WMlXFoqTRgCAAAAaGkotS/9BFghAAAzLGMKR06rwQ==", "base64");

/** Where a frame ends: a file that is cut there cannot be told from a whole one. */
const frameEnds = [25, 35];

const file: SourceFile = { name: "a.csv.zst", path: "", size: 0, version: "", packing: "zstd", seekable: false };

/** Calls back, on a Node without zstd to see it fail with the sentence that says so. */
async function withZstd(use: () => Promise<void>): Promise<void> {
  const needed = /^.*zst is packed by zstd, which Node\.js v.* cannot unpack\. Use Node\.js 22\.15 or newer, or unpack/;
  if (hasZstd) await use();
  else await assert.rejects(use(), { name: "ReadError", message: needed });
}

test("packing is told by a file's first bytes", () => {
  assert.equal(packingOf(gzipSync("a").subarray(0, 4)), "gzip");
  assert.equal(packingOf(zstd.subarray(0, 4)), "zstd");
  assert.equal(packingOf(Buffer.from("a,b\n")), "none");
  assert.equal(packingOf(Buffer.from("(")), "none");
});

test("every frame of a zstd file is read, or the Node that can is named", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv.zst");
    writeFileSync(path, zstd);
    await withZstd(async () => {
      assert.deepEqual((await readPath(path)).rows, [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ]);
    });
  });
});

test("a zstd file that is cut short anywhere is noticed, and its beginning still gives a sample", async () => {
  await withZstd(async () => {
    for (let size = 1; size < zstd.length; size++) {
      const cut = zstd.subarray(0, size);
      assert.ok("n,s\n1,a\n2,b\n3,c\n".startsWith(unpack(file, cut, false).toString()));
      if (frameEnds.includes(size)) continue;
      assert.throws(() => unpack(file, cut, true), {
        message: "a.csv.zst cannot be unpacked as zstd: unexpected end of file.",
      });
    }
  });
});

test("a zstd file whose checksum differs is not read", async () => {
  await withZstd(async () => {
    assert.equal(unpack(file, zstd, true).length, 16);
    const damaged = Buffer.from(zstd);
    damaged[frameEnds[0] - 1] ^= 1;
    assert.throws(() => unpack(file, damaged, true), { name: "ReadError", message: /^a\.csv\.zst cannot be unpacked/ });
  });
});
