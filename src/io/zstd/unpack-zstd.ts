import * as zlib from "node:zlib";
import { unpackFrame } from "./unpack-frame.js";

/** Node's own zstd, which it has from version 22.15 on. */
const { zstdDecompressSync, constants } = zlib as Partial<{
  zstdDecompressSync(packed: Buffer, options: { finishFlush?: number; maxOutputLength: number }): Buffer;
}> & { constants: { ZSTD_e_continue?: number } };

const FRAME = 0xfd2fb528;
const SKIPPED_FRAME = 0x184d2a50;

/**
 * Unpacks zstd, all frames of it, by Node or, where it has none, by WebAssembly. Node unpacks the first frame alone and
 * takes one that is cut short for whole, so the frames are told apart here (RFC 8878, section 3.1). Checksums are compared.
 *
 * @param whole - whether the bytes are all there; else as much comes out as they give.
 * @throws {Error} they are damaged or cut short, or unpack to more than `most` bytes.
 */
export function unpackZstd(packed: Buffer, whole: boolean, most: number): Buffer {
  const parts: Buffer[] = [];
  let left = most;
  for (let start = 0; start < packed.length; ) {
    const end = frameEnd(packed, start);
    if (end > packed.length && whole) throw new Error("unexpected end of file");
    if (start + 8 > packed.length) break;
    if (packed.readUInt32LE(start) === FRAME) {
      const part = unpackOne(packed.subarray(start, end), end > packed.length, left);
      parts.push(part);
      left = Math.max(1, left - part.length);
    }
    start = end;
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function unpackOne(frame: Buffer, isCut: boolean, most: number): Buffer {
  if (zstdDecompressSync === undefined) return unpackFrame(frame, most);
  const finishFlush = isCut ? constants.ZSTD_e_continue : undefined;
  return zstdDecompressSync(frame, { finishFlush, maxOutputLength: most });
}

/** Where the frame that begins at `start` ends; beyond the bytes if it is cut short. */
function frameEnd(bytes: Buffer, start: number): number {
  if (start + 8 > bytes.length) return Number.POSITIVE_INFINITY;
  const magic = bytes.readUInt32LE(start);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPED_FRAME) return start + 8 + bytes.readUInt32LE(start + 4);
  if (magic !== FRAME) throw new Error("a frame begins with the wrong bytes");
  const descriptor = bytes[start + 4];
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3];
  const content = [single, 2, 4, 8][descriptor >> 6];
  const checksum = descriptor & 4;
  let at = start + 5 + (1 - single) + dictionary + content;
  for (;;) {
    if (at + 3 > bytes.length) return Number.POSITIVE_INFINITY;
    const header = bytes.readUIntLE(at, 3);
    const isRepeated = ((header >> 1) & 3) === 1;
    at += 3 + (isRepeated ? 1 : header >> 3);
    if ((header & 1) === 1) return at + checksum;
  }
}
