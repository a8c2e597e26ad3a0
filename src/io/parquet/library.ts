import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet" with { "resolution-mode": "import" };
import { unpackZstd } from "../zstd/unpack-zstd.js";

/** What of hyparquet reads pages. */
export type PageLibrary = Awaited<ReturnType<typeof pageLibrary>>;

/** `hyparquet`, loaded by the first call. It is an ECMAScript module, so it cannot be loaded at once. */
export function parquetLibrary() {
  return import("hyparquet");
}

/** What reads pages: their headers and the encodings by differences are hyparquet's, and so is what unpacks snappy and LZ4. */
export async function pageLibrary() {
  const [{ parquetHeader }, delta, { compressors }] = await Promise.all([
    import("hyparquet/src/column.js"),
    import("hyparquet/src/delta.js"),
    import("hyparquet-compressors"),
  ]);
  const unpackers: Compressors = {
    ...compressors,
    SNAPPY: unpackSnappy(compressors.SNAPPY as Unpacker),
    GZIP: (packed, maxOutputLength) => gunzipSync(packed, { maxOutputLength }),
    BROTLI: (packed, maxOutputLength) => brotliDecompressSync(packed, { maxOutputLength }),
    ZSTD: (packed, most) => unpackZstd(Buffer.from(packed.buffer, packed.byteOffset, packed.length), true, most),
  };
  return { parquetHeader, ...delta, unpackers };
}

type Unpacker = (packed: Uint8Array, size: number) => Uint8Array;

/** Of 3 bytes snappy makes 64 at most, so that a page that says more cannot have memory taken for it. */
function unpackSnappy(unpack: Unpacker): Unpacker {
  return (packed, size) => {
    if (size > 22 * packed.length) throw new RangeError("a page is too short for what it is to unpack to");
    return unpack(packed, size);
  };
}
