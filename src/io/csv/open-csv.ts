import { ColumnError, CSVParseError, OptionError } from "../../errors.js";
import { namesInstead } from "../../options.js";
import { copyPartition } from "../../partition/copy-partition.js";
import type { DType, Partition } from "../../partition/partition.js";
import { findFiles } from "../find-files.js";
import { cutBlocks, type SourceFile, type TextBlock } from "../source-file.js";
import { bytesReader } from "../text-reader.js";
import { atLine } from "./at-line.js";
import type { CsvColumn, CsvSource } from "./csv-source.js";
import { columnNames } from "./header.js";
import { DTypeInference } from "./infer-dtypes.js";
import { limitRows } from "./limit-rows.js";
import { defaultNaValues, MissingValues } from "./missing-values.js";
import { parseFile } from "./read-block.js";
import { type CheckedOptions, checkReadCSVOptions, type ReadCSVOptions } from "./read-csv-options.js";
import { readHead } from "./read-head.js";
import { sampleRows } from "./sample-rows.js";

/** Rows in the sample that a frame shows before anything is computed. */
const SAMPLE_ROWS = 100;

/** Bytes read of a file of which only the header is wanted. */
const HEADER_BYTES = 4096;

/**
 * Opens CSV files: finds them, reads their headers, and infers dtypes from samples. Cost: some hundred kilobytes are
 * read, however large the files are, unless `nRows` asks to count rows.
 *
 * @param source - a path, a pattern such as `data/part-*.csv`, an http(s) address, or a list of these. Files packed by gzip
 *   or zstd are told by their bytes.
 * @returns the source, and its first rows, 100 or fewer.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {ColumnError} `columns` or `dtypes` name a column that is not there.
 * @throws {CSVParseError} a file is empty, has another header than the first, or its first rows are wrong.
 * @throws {ReadError} a file is not there, is a directory, or cannot be read or unpacked.
 */
export async function openCSV(
  source: string | readonly string[],
  options?: ReadCSVOptions,
): Promise<{ source: CsvSource; sample: Partition }> {
  const checked = checkReadCSVOptions(options);
  const { dialect, nRows } = checked;
  const files = await findFiles(source, "readCSV", ".csv");
  const { names, parts } = await readHeaders(files, checked);
  const fields = names.length;
  const used = Number.isFinite(nRows) ? await limitRows(files, parts, dialect, fields, nRows) : parts;

  const naValues = [...defaultNaValues, ...checked.naValues];
  const inference = new DTypeInference(fields, new MissingValues(naValues));
  const sampled = [...new Set([used[0], used[used.length >> 1], used[used.length - 1]])];
  const texts: Buffer[] = [];
  for (const part of sampled) {
    texts.push(await sampleRows(files[part.file], part, { dialect, fields, inference, bytes: checked.sampleBytes }));
  }

  const schema = makeSchema(names, inference.dtypes(), checked, files[0]);
  const table = { reader: "csv" as const, files, dialect, fields, schema, naValues };
  const first = Math.max(
    0,
    texts.findIndex((text) => text.length > 0),
  );
  const blocksize = checked.blocksize ?? defaultBlocksize(used);
  const blocks = used.flatMap((part) => cutBlocks(part, files[part.file], blocksize));
  return { source: { ...table, blocks }, sample: await parseSample(table, sampled[first], texts[first]) };
}

/** Many blocks for many workers; not so small that tasks cost more than they do, nor so large that some fill the memory. */
function defaultBlocksize(parts: readonly TextBlock[]): number {
  const bytes = parts.reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.min(2 ** 24, Math.max(2 ** 20, Math.ceil(bytes / 32)));
}

/** The names of the columns, and the part of each file that holds rows. */
async function readHeaders(
  files: readonly SourceFile[],
  options: CheckedOptions,
): Promise<{ names: string[]; parts: TextBlock[] }> {
  const { header, dialect } = options;
  let names: string[] | undefined;
  const parts: TextBlock[] = [];
  for (const [i, file] of files.entries()) {
    const { firstRow, rowsStart } = await readHead(file, dialect, header === true, HEADER_BYTES);
    if (names === undefined) names = namesOf(file, firstRow, header);
    else if (header === true) checkSameHeader(file, columnNames(firstRow), files[0], names);
    parts.push({ file: i, start: rowsStart, end: file.seekable ? file.size : Number.MAX_SAFE_INTEGER });
  }
  return { names: names ?? [], parts };
}

function namesOf(file: SourceFile, firstRow: readonly string[], header: CheckedOptions["header"]): string[] {
  if (header === true) return columnNames(firstRow);
  if (header === false) return firstRow.map((_, i) => String(i));
  if (header.length === firstRow.length) return [...header];
  throw new OptionError(
    `readCSV: option "header" names ${header.length} columns, but the first row of ${file.name} has ${firstRow.length} fields.`,
    { option: "header", value: header },
  );
}

function checkSameHeader(
  file: SourceFile,
  names: readonly string[],
  first: SourceFile,
  expected: readonly string[],
): void {
  const end = Math.max(names.length, expected.length);
  for (let i = 0; i < end; i++) {
    if (names[i] === expected[i]) continue;
    const [here, there] = [names[i], expected[i]].map((name) =>
      name === undefined ? "nothing" : JSON.stringify(name),
    );
    throw new CSVParseError(
      `${file.name} has another header than ${first.name}: column ${i + 1} is ${here} there, not ${there}. Files read together need the same columns in the same order.`,
      { file: file.name },
    );
  }
}

/** The frame's columns: those asked for, with the dtypes asked for or inferred, and the one of paths. */
function makeSchema(
  names: readonly string[],
  inferred: readonly DType[],
  { columns = names, dtypes, pathColumn }: CheckedOptions,
  file: SourceFile,
): CsvColumn[] {
  const fields = new Map(names.map((name, field) => [name, field]));
  for (const name of [...columns, ...dtypes.keys()]) {
    if (fields.has(name)) continue;
    const { hint, list } = namesInstead(name, names);
    throw new ColumnError(`readCSV: ${file.name} has no column ${JSON.stringify(name)}.${hint} It has: ${list}.`, {
      column: name,
      columns: names,
    });
  }
  const schema = columns.map((name): CsvColumn => {
    const field = fields.get(name) as number;
    const dtype = dtypes.get(name);
    return { name, dtype: dtype ?? inferred[field], field, inferred: dtype === undefined };
  });
  if (pathColumn === undefined) return schema;
  if (columns.includes(pathColumn)) {
    throw new OptionError(
      `readCSV: option "includePath" would add a column ${JSON.stringify(pathColumn)}, but ${file.name} has one of that name. Give another: includePath: "file".`,
      { option: "includePath", value: pathColumn },
    );
  }
  return [...schema, { name: pathColumn, dtype: "category", field: -1, inferred: false }];
}

async function parseSample(table: Omit<CsvSource, "blocks">, part: TextBlock, text: Buffer): Promise<Partition> {
  const file = table.files[part.file];
  try {
    const names = table.schema.map((column) => column.name);
    return copyPartition({ names, ...parseFile(table, file, bytesReader(text), table.schema, SAMPLE_ROWS) });
  } catch (error) {
    throw await atLine(file, part.start, error);
  }
}
