import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet" with { "resolution-mode": "import" };
import { hasZstd, unpackZstd } from "../zstd.js";

/** What of hyparquet reads pages. */
export type PageLibrary = Awaited<ReturnType<typeof pageLibrary>>;

/** `hyparquet`, loaded by the first call. It is an ECMAScript module, so it cannot be loaded at once. */
export function parquetLibrary() {
  return import("hyparquet");
}

/** What reads pages: their headers and the encodings by differences are hyparquet's, and so is what unpacks them where Node has no code of its own. */
export async function pageLibrary() {
  const [{ parquetHeader }, delta, { compressors }] = await Promise.all([
    import("hyparquet/src/column.js"),
    import("hyparquet/src/delta.js"),
    import("hyparquet-compressors"),
  ]);
  const unpackers: Compressors = {
    ...compressors,
    GZIP: (packed, maxOutputLength) => gunzipSync(packed, { maxOutputLength }),
    BROTLI: (packed, maxOutputLength) => brotliDecompressSync(packed, { maxOutputLength }),
    ...(hasZstd ? { ZSTD: (packed, most) => unpackZstd(Buffer.from(packed), true, most) } : {}),
  };
  return { parquetHeader, ...delta, unpackers };
}
