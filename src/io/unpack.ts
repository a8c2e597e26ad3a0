import { constants, gunzipSync } from "node:zlib";
import { ReadError } from "../errors.js";
import type { SourceFile } from "./source-file.js";
import { unpackZstd } from "./zstd/unpack-zstd.js";

/** The most bytes that are unpacked: what a buffer's offsets in 32 bits reach. */
export const MOST_BYTES = 2 ** 31 - 2;

/** The packing that a file's first four bytes tell. */
export function packingOf(first: Buffer): SourceFile["packing"] {
  if (first[0] === 0x1f && first[1] === 0x8b) return "gzip";
  return first.equals(Buffer.of(0x28, 0xb5, 0x2f, 0xfd)) ? "zstd" : "none";
}

/**
 * Unpacks a file's bytes.
 *
 * @param whole - whether they are all there; else as much comes out as they give.
 * @throws {ReadError} they are damaged or cut short, or unpack to more than 2 GiB.
 */
export function unpack(file: SourceFile, packed: Buffer, whole: boolean): Buffer {
  try {
    if (file.packing === "zstd") return unpackZstd(packed, whole, MOST_BYTES);
    const finishFlush = whole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    return gunzipSync(packed, { finishFlush, maxOutputLength: MOST_BYTES });
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE"
        ? "it unpacks to more than 2 GiB; unpack it first, so that it can be read in blocks"
        : (error as Error).message;
    throw new ReadError(`${file.name} cannot be unpacked as ${file.packing}: ${reason}.`, { file: file.name });
  }
}
