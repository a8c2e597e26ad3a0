import type { DataFrame } from "../frame/data-frame.js";
import { readCSV } from "../frame/read-csv.js";
import { readJSON } from "../frame/read-json.js";
import { readParquet } from "../frame/read-parquet.js";
import { UsageError } from "./usage-error.js";

/** The readers, by how the names of their files end. */
const readers: readonly (readonly [endings: RegExp, read: (source: string) => Promise<DataFrame>])[] = [
  [/\.(csv|txt)$/i, readCSV],
  [/\.tsv$/i, (source) => readCSV(source, { delimiter: "\t" })],
  [/\.(json|jsonl|ndjson)$/i, readJSON],
  [/\.parquet$/i, readParquet],
];

/** What the commands take as data, for their help. */
export const dataHelp =
  "a .csv, .tsv, .json, .jsonl or .parquet file (packed: .csv.gz), a pattern in quotes, or an address";

/**
 * The rows of files, lazily.
 *
 * @throws {UsageError} the name does not tell what kind of file it is. @throws what the reader throws.
 */
export async function openData(source: string): Promise<DataFrame> {
  const name = nameOf(source);
  const reader = readers.find(([endings]) => endings.test(name));
  if (reader !== undefined) return reader[1](source);
  throw new UsageError(
    `DATA is told by its ending, .csv, .tsv, .json, .jsonl or .parquet; ${source} has none of them.`,
  );
}

/** The name of a file, without what an address says behind it and what its packing adds. */
function nameOf(source: string): string {
  const path = URL.canParse(source) && /^https?:/i.test(source) ? new URL(source).pathname : source;
  return path.replace(/\.(gz|zst)$/i, "");
}
