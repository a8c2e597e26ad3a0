import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet" with { "resolution-mode": "import" };
import { hasZstd, unpackZstd } from "../zstd.js";

/** `hyparquet`, loaded by the first call. It is an ECMAScript module, so it cannot be loaded at once. */
export function parquetLibrary() {
  return import("hyparquet");
}

/** What unpacks the pages: Node's own code where it has it, which is faster, else that of `hyparquet-compressors`. */
export async function pageUnpackers(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  return {
    ...compressors,
    GZIP: (packed, maxOutputLength) => gunzipSync(packed, { maxOutputLength }),
    BROTLI: (packed, maxOutputLength) => brotliDecompressSync(packed, { maxOutputLength }),
    ...(hasZstd ? { ZSTD: (packed, most) => unpackZstd(Buffer.from(packed), true, most) } : {}),
  };
}
