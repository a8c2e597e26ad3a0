import { byteSize } from "../../byte-size.js";
import { ColumnError, JSONParseError } from "../../errors.js";
import { checkOptions, namesInstead } from "../../options.js";
import type { DType, Partition } from "../../partition/partition.js";
import { asKey } from "../contradiction.js";
import { findFiles } from "../find-files.js";
import { cutBlocks, type SourceFile } from "../source-file.js";
import { dtypeOf, type JsonKind } from "./json-kinds.js";
import type { JsonColumn, JsonSource, JsonTable } from "./json-source.js";
import { columnsToPass, parseRecords } from "./parse-records.js";
import { atLine } from "./read-json-block.js";
import { type ReadJSONOptions, readJSONOptions } from "./read-json-options.js";
import { type FileHead, readHead, sampleInside } from "./sample-records.js";

/** Rows in the sample that a frame shows before anything is computed. */
const SAMPLE_ROWS = 100;

/**
 * Opens JSON files: finds them, and infers columns and dtypes from samples. Cost: some hundred kilobytes are read,
 * however large the files are.
 *
 * @param source - a path, a pattern such as `data/part-*.jsonl`, an http(s) address, or a list of these. Files packed
 *   by gzip or zstd, and arrays, are told by their first bytes.
 * @returns the source, and its first rows, 100 or fewer.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {ColumnError} `columns` or `dtypes` name a column that the sample does not show.
 * @throws {TypeError} a column has objects or arrays, and is not left out.
 * @throws {JSONParseError} the files have no records, or their first ones are not JSON.
 * @throws {ReadError} a file is not there, is a directory, or cannot be read or unpacked.
 */
export async function openJSON(
  source: string | readonly string[],
  options: ReadJSONOptions = {},
): Promise<{ source: JsonSource; sample: Partition }> {
  checkOptions<ReadJSONOptions>("readJSON", options, readJSONOptions);
  const { columns, dtypes = {}, sampleBytes = 256_000, blocksize = "16MiB" } = options;
  const files = await findFiles(source, "readJSON", ".jsonl");
  const sampled = new Set([0, files.length >> 1, files.length - 1]);
  const kinds = new Map<string, Set<JsonKind>>();
  const heads: FileHead[] = [];
  for (const [i, file] of files.entries()) {
    const head = await readHead(file, sampleBytes, sampled.has(i) ? kinds : undefined);
    if (sampled.has(i) && head.layout === "lines") await sampleInside(file, sampleBytes, kinds);
    heads.push(head);
  }

  const schema = makeSchema(files[0], kinds, columns, new Map(Object.entries(dtypes)));
  const layouts = heads.map(({ layout }) => layout);
  const table: JsonTable = { reader: "json", files, layouts, schema, complete: columns === undefined };
  const blocks = files.flatMap((file, i) => {
    const part = { file: i, start: 0, end: file.seekable ? file.size : Number.MAX_SAFE_INTEGER };
    return layouts[i] === "array" ? [part] : cutBlocks(part, file, byteSize(blocksize) as number);
  });
  const first = Math.max(
    0,
    heads.findIndex(({ places }) => places.length > 0),
  );
  return { source: { ...table, blocks }, sample: await parseSample(table, files[first], heads[first]) };
}

/** The frame's columns: those asked for, or all that the sample shows, with the dtypes asked for or inferred. */
function makeSchema(
  file: SourceFile,
  kinds: ReadonlyMap<string, ReadonlySet<JsonKind>>,
  asked: readonly string[] | undefined,
  dtypes: ReadonlyMap<string, DType>,
): JsonColumn[] {
  const shown = [...kinds.keys()];
  if (shown.length === 0) {
    const message = `${file.name} is empty: it has no records, which would tell its columns.`;
    throw new JSONParseError(message, { file: file.name });
  }
  const names = asked ?? shown;
  const unknown = names.find((name) => !kinds.has(name) && !dtypes.has(name));
  if (unknown !== undefined) throw missingColumn(file, unknown, shown);
  const stray = [...dtypes.keys()].find((name) => !kinds.has(name) && !names.includes(name));
  if (stray !== undefined) throw missingColumn(file, stray, shown);
  const nested = names.filter((name) => kinds.get(name)?.has("nested"));
  if (nested.length > 0) {
    const others = names.filter((name) => !nested.includes(name)).map((name) => ({ name }));
    throw new TypeError(
      `${file.name}: ${nested.map((name) => JSON.stringify(name)).join(", ")} ${
        nested.length === 1 ? "holds" : "hold"
      } objects or arrays, which no column of a frame can. ${
        others.length === 0
          ? "There is no other column. Records that are inside are read by JSON.parse and fromRecords(records)."
          : `To leave ${nested.length === 1 ? "it" : "them"} out, pass ${columnsToPass(others)} to readJSON.`
      }`,
    );
  }
  return names.map((name): JsonColumn => {
    const dtype = dtypes.get(name);
    return { name, dtype: dtype ?? dtypeOf(kinds.get(name) ?? new Set()), inferred: dtype === undefined };
  });
}

function missingColumn(file: SourceFile, column: string, columns: readonly string[]): ColumnError {
  const { hint, list } = namesInstead(column, columns);
  return new ColumnError(
    `readJSON: a sample of ${file.name} shows no column ${JSON.stringify(column)}.${hint} It has: ${list}. For one that comes later, pass both its name in columns and dtypes: { ${asKey(column)}: "string" }.`,
    { column, columns },
  );
}

async function parseSample(table: JsonTable, file: SourceFile, { bytes, places }: FileHead): Promise<Partition> {
  try {
    const names = table.schema.map(({ name }) => name);
    return { names, ...parseRecords(bytes, places.slice(0, SAMPLE_ROWS), table, table.schema) };
  } catch (error) {
    throw await atLine(file, 0, error);
  }
}
