import type { AsyncBuffer, ColumnChunk, FileMetaData, SchemaElement } from "hyparquet" with {
  "resolution-mode": "import",
};
import { ColumnError, ReadError } from "../../errors.js";
import { checkOptions, namesInstead } from "../../options.js";
import type { DType } from "../../partition/partition.js";
import { findFiles } from "../find-files.js";
import { uniqueStrings } from "../option-rules.js";
import { readBytes } from "../read-bytes.js";
import type { SourceFile } from "../source-file.js";
import { categoriesIn } from "./categories.js";
import { type ColumnKind, kindOf, whatItHolds } from "./column-kind.js";
import { parquetLibrary } from "./library.js";
import type { ParquetBlock, ParquetElement, ParquetSource } from "./parquet-source.js";
import { statisticsOf } from "./statistics.js";
import { statisticsParsers } from "./statistics-parsers.js";

/** What `readParquet` can be told. */
export interface ReadParquetOptions {
  /** The columns to read, in the order wanted. Default: all. */
  columns?: string[];
}

/** A file and what its footer says. */
interface Footer {
  readonly file: SourceFile;
  readonly metadata: FileMetaData;
  /** Top-level columns by name. */
  readonly elements: ReadonlyMap<string, ParquetElement>;
}

/**
 * Opens Parquet files: finds them and reads their footers, and nothing else.
 *
 * @param source - a path, a pattern such as `data/part-*.parquet`, an http(s) address, or a list of these.
 * @throws {OptionError} an option is unknown or wrong.
 * @throws {ColumnError} `columns` names a column that is not there.
 * @throws {TypeError} a column has values that no dtype holds, such as lists, and is not left out.
 * @throws {ReadError} a file is not there or not Parquet, or the files have different columns.
 */
export async function openParquet(
  source: string | readonly string[],
  options: ReadParquetOptions = {},
): Promise<ParquetSource> {
  checkOptions<ReadParquetOptions>("readParquet", options, { columns: uniqueStrings });
  const files = await findFiles(source, "readParquet", ".parquet");
  const footers: Footer[] = [];
  for (const file of files) footers.push(await readFooter(file));
  const names = columnsOf(footers[0], options.columns);
  for (const footer of footers.slice(1)) checkSameColumns(footer, footers[0], names, options.columns === undefined);

  const kinds = names.map((name) => kindOf(footers[0].elements.get(name) as ParquetElement) as ColumnKind);
  const blocks = footers.flatMap((footer, file) => blocksOf(footer, file, names, kinds));
  const categories = categoriesIn(footers[0].metadata.key_value_metadata);
  const schema = names.map((name, i) => {
    const dtype = dtypeOf(kinds[i], blocks, i);
    return { name, dtype: dtype === "string" && categories.has(name) ? ("category" as const) : dtype };
  });
  if (blocks.length === 0) blocks.push(emptyBlock(footers[0], names));
  return { reader: "parquet", files, schema, blocks, lengths: blocks.map(({ rows }) => rows) };
}

async function readFooter(file: SourceFile): Promise<Footer> {
  const { parquetMetadataAsync } = await parquetLibrary();
  try {
    if (!Number.isFinite(file.size)) throw new Error("its server sends no parts of it; download it first");
    if (file.size < 12) throw new Error("it is too short");
    const metadata = await parquetMetadataAsync(bytesOf(file), { parsers: statisticsParsers, geoparquet: false });
    const isWhole = metadata.row_groups.every(({ columns, num_rows }) => columns && typeof num_rows === "bigint");
    if (!isWhole) throw new Error("its footer is damaged");
    return { file, metadata, elements: topLevel(metadata.schema) };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    // What hyparquet trips over where a footer holds something else than it should.
    const reason = error instanceof TypeError ? "its footer is damaged" : (error as Error).message;
    throw new ReadError(`${file.name} cannot be read as Parquet: ${reason}.`, { file: file.name }, { cause: error });
  }
}

/** A file as hyparquet reads it. */
function bytesOf(file: SourceFile): AsyncBuffer {
  return {
    byteLength: file.size,
    slice: async (start, end = file.size) => {
      const { buffer, byteOffset, length } = await readBytes(file, start, end);
      return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + length);
    },
  };
}

/** The columns right below the root; the schema lists the tree with parents before children. */
function topLevel(schema: readonly SchemaElement[]): Map<string, ParquetElement> {
  const elements = new Map<string, ParquetElement>();
  const skip = (from: number): number => {
    let at = from + 1;
    for (let child = 0; child < (schema[from]?.num_children ?? 0); child++) at = skip(at);
    return at;
  };
  for (let at = 1; at < schema.length; at = skip(at)) {
    const { name } = schema[at];
    if (elements.has(name)) throw new Error(`it has more than one column named ${JSON.stringify(name)}`);
    elements.set(name, schema[at]);
  }
  return elements;
}

/** The names of the columns to read: those asked for, or all. */
function columnsOf({ file, elements }: Footer, asked: readonly string[] | undefined): string[] {
  const names = asked ?? [...elements.keys()];
  const unreadable: string[] = [];
  for (const name of names) {
    const element = elements.get(name);
    if (element === undefined) throw missingColumn(file, name, [...elements.keys()]);
    if (kindOf(element) === undefined) unreadable.push(`${JSON.stringify(name)} holds ${whatItHolds(element)}`);
  }
  if (unreadable.length > 0) {
    const readable = names.filter((name) => kindOf(elements.get(name) as ParquetElement) !== undefined);
    throw new TypeError(
      `${file.name}: ${unreadable.join(", ")}, which no column of a frame can. ${
        readable.length === 0
          ? "There is no other column."
          : `To leave ${unreadable.length === 1 ? "it" : "them"} out, pass columns: ${JSON.stringify(readable)} to readParquet.`
      }`,
    );
  }
  return [...names];
}

function missingColumn(file: SourceFile, column: string, columns: readonly string[]): ColumnError {
  const { hint, list } = namesInstead(column, columns);
  return new ColumnError(`readParquet: ${file.name} has no column ${JSON.stringify(column)}.${hint} It has: ${list}.`, {
    column,
    columns,
  });
}

/** Files read together need the wanted columns, of the same kinds, and no others unless some are left out on purpose. */
function checkSameColumns(footer: Footer, first: Footer, names: readonly string[], all: boolean): void {
  const other = (what: string) =>
    new ReadError(
      `${footer.file.name} has other columns than ${first.file.name}: ${what}. Files read together need the same columns.`,
      { file: footer.file.name },
    );
  for (const name of names) {
    const [here, there] = [footer, first].map(({ elements }) => elements.get(name));
    if (here === undefined || there === undefined) throw other(`it has no ${JSON.stringify(name)}`);
    if (kindOf(here) !== kindOf(there)) throw other(`${JSON.stringify(name)} is of another type`);
  }
  const more = [...footer.elements.keys()].find((name) => !first.elements.has(name));
  if (all && more !== undefined) throw other(`it has ${JSON.stringify(more)} besides`);
}

function blocksOf(
  { file, metadata, elements }: Footer,
  place: number,
  names: readonly string[],
  kinds: readonly ColumnKind[],
): ParquetBlock[] {
  return metadata.row_groups.map(({ columns, num_rows }): ParquetBlock => {
    const flat = columns.filter((column) => column.meta_data?.path_in_schema.length === 1);
    const byName = new Map(flat.map((column) => [column.meta_data?.path_in_schema[0], column]));
    const chunks = names.map((name) => {
      const element = elements.get(name) as ParquetElement;
      return { ...chunkOf(file, name, byName.get(name), num_rows), element };
    });
    const statistics = names.map((name, i) => {
      const statistics = byName.get(name)?.meta_data?.statistics;
      return statisticsOf(kinds[i], elements.get(name) as ParquetElement, statistics, Number(num_rows));
    });
    return { file: place, rows: Number(num_rows), chunks, statistics };
  });
}

function chunkOf(file: SourceFile, name: string, chunk: ColumnChunk | undefined, rows: bigint) {
  const meta = chunk?.meta_data;
  const start = Number(meta?.dictionary_page_offset || meta?.data_page_offset);
  const size = Number(meta?.total_compressed_size);
  const isInside = start >= 0 && size >= 0 && start + size <= file.size && !chunk?.file_path;
  if (meta === undefined || !isInside || rows < 0n || meta.num_values !== rows) {
    throw new ReadError(
      `${file.name} cannot be read as Parquet: its footer does not say where in it the ${rows} values of ${JSON.stringify(name)} are.`,
      { file: file.name },
    );
  }
  return { codec: meta.codec, start, size };
}

/** An integer column is int32 if the footers say that every value fits. */
function dtypeOf(kind: ColumnKind, blocks: readonly ParquetBlock[], place: number): DType {
  switch (kind) {
    case "integer": {
      const fits = blocks.every(({ rows, statistics }) => {
        const known = statistics[place];
        return known !== undefined ? known.min >= -(2 ** 31) && known.max < 2 ** 31 : rows === 0;
      });
      return fits ? "int32" : "float64";
    }
    case "decimal":
    case "nothing":
      return "float64";
    default:
      return kind;
  }
}

function emptyBlock({ elements }: Footer, names: readonly string[]): ParquetBlock {
  const chunks = names.map((name) => {
    return { element: elements.get(name) as ParquetElement, codec: "UNCOMPRESSED", start: 0, size: 0 };
  });
  return { file: 0, rows: 0, chunks, statistics: names.map(() => undefined) };
}
