import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { SourceFile } from "../../src/io/source-file.js";
import { packingOf, unpack } from "../../src/io/unpack.js";
import { unpackFrame } from "../../src/io/zstd/unpack-frame.js";
import { inFolder, readPath } from "./csv/read-all.js";

/** What the command zstd 1.5 made of "n,s\n1,a\n2,b\n", a skippable frame, and what it made of "3,c\n". */
const zstd = Buffer.from("KLUv/QRYYQAAbixzCjEsYQoyLGIK3WMlXFoqTRgCAAAAaGkotS/9BFghAAAzLGMKR06rwQ==", "base64");

/** Where a frame ends: a file that is cut there cannot be told from a whole one. */
const frameEnds = [25, 35];

const file: SourceFile = { name: "a.csv.zst", path: "", size: 0, version: "", packing: "zstd", seekable: false };

test("packing is told by a file's first bytes", () => {
  assert.equal(packingOf(gzipSync("a").subarray(0, 4)), "gzip");
  assert.equal(packingOf(zstd.subarray(0, 4)), "zstd");
  assert.equal(packingOf(Buffer.from("a,b\n")), "none");
  assert.equal(packingOf(Buffer.from("(")), "none");
});

test("every frame of a zstd file is read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.csv.zst");
    writeFileSync(path, zstd);
    assert.deepEqual((await readPath(path)).rows, [
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ]);
  });
});

test("a zstd file that is cut short anywhere is noticed, and its beginning still gives a sample", () => {
  for (let size = 1; size < zstd.length; size++) {
    const cut = zstd.subarray(0, size);
    assert.ok("n,s\n1,a\n2,b\n3,c\n".startsWith(unpack(file, cut, false).toString()));
    if (frameEnds.includes(size)) continue;
    assert.throws(() => unpack(file, cut, true), {
      message: "a.csv.zst cannot be unpacked as zstd: unexpected end of file.",
    });
  }
});

test("a zstd file whose checksum differs is not read", () => {
  assert.equal(unpack(file, zstd, true).length, 16);
  const damaged = Buffer.from(zstd);
  damaged[frameEnds[0] - 1] ^= 1;
  assert.throws(() => unpack(file, damaged, true), { name: "ReadError", message: /^a\.csv\.zst cannot be unpacked/ });
});

/** A frame that says nothing of its size, of blocks that repeat a byte: 4 bytes give up to 128 KiB each. */
function repeated(byte: number, blocks: number, blockSize: number, windowLog = 20): Buffer {
  const frame = Buffer.alloc(6 + 4 * blocks);
  frame.writeUInt32LE(0xfd2fb528);
  frame[5] = (windowLog - 10) << 3;
  for (let i = 0; i < blocks; i++) {
    frame.writeUIntLE((blockSize << 3) | (1 << 1) | (i === blocks - 1 ? 1 : 0), 6 + 4 * i, 3);
    frame[9 + 4 * i] = byte;
  }
  return frame;
}

test("a zstd frame is unpacked by WebAssembly as it comes, however long it is", () => {
  const unpacked = unpackFrame(repeated(65, 100, 2 ** 17), 2 ** 30);
  assert.equal(unpacked.length, 100 * 2 ** 17);
  assert.ok(unpacked.every((byte) => byte === 65));
  assert.equal(unpackFrame(zstd.subarray(0, frameEnds[0]), 12).toString(), "n,s\n1,a\n2,b\n");
});

test("a zstd frame that unpacks to more than it may is given up there", () => {
  const tooLarge = { code: "ERR_BUFFER_TOO_LARGE" };
  assert.throws(() => unpackFrame(repeated(65, 20_000, 2 ** 17), 1000), tooLarge);
  assert.throws(() => unpackFrame(zstd.subarray(0, frameEnds[0]), 11), tooLarge);
});

test("a zstd frame that asks for too much memory is refused, and the next one is read", () => {
  assert.throws(() => unpackFrame(repeated(65, 1, 10, 31), 100), { message: /128 MiB/ });
  assert.equal(unpackFrame(repeated(65, 1, 10), 100).toString(), "AAAAAAAAAA");
});

test("zstd of random changes gives bytes or an error, and what comes after it is read", () => {
  fc.assert(
    fc.property(fc.nat(frameEnds[0] - 1), fc.nat(255), fc.nat(frameEnds[0]), (place, byte, length) => {
      const changed = Buffer.from(zstd.subarray(0, length));
      if (place < length) changed[place] = byte;
      try {
        assert.ok(unpackFrame(changed, 1000).length <= 1000);
      } catch (error) {
        assert.match((error as Error).message, /^(it|its|there) /);
      }
      assert.equal(unpackFrame(zstd.subarray(0, frameEnds[0]), 100).length, 12);
    }),
    { numRuns: 1000 },
  );
});
