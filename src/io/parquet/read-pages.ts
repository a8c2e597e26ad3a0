import { crc32 } from "node:zlib";
import type { Encoding, PageHeader } from "hyparquet" with { "resolution-mode": "import" };
import { decodeHybrid, isAllOnes } from "./hybrid.js";
import type { PageLibrary } from "./library.js";
import type { ParquetChunk } from "./parquet-source.js";

/** A page of a column chunk, unpacked. */
export interface Page {
  readonly type: "dictionary" | "data";
  /** The rows of a data page. */
  readonly rows: number;
  /** 1 for each row that has a value, 0 for one that is null; undefined when all have one. */
  readonly present: Int32Array | undefined;
  /** How many values there are: those that are not null. */
  readonly count: number;
  readonly encoding: Encoding;
  readonly values: Buffer;
}

/**
 * Goes through the pages of a column chunk that is not nested, up to its last row.
 *
 * @param bytes - the chunk.
 * @throws {RangeError} a page does not fit into the chunk or the row group, or is damaged.
 */
export function* readPages(bytes: Buffer, chunk: ParquetChunk, rows: number, library: PageLibrary): Generator<Page> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = { view, offset: 0 };
  const isOptional = chunk.element.repetition_type === "OPTIONAL";
  for (let done = 0; done < rows && reader.offset < bytes.length; ) {
    const header = library.parquetHeader(reader);
    const end = reader.offset + header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && end <= bytes.length)) throw new RangeError("a page is cut short");
    const packed = bytes.subarray(reader.offset, end);
    reader.offset = end;
    if (header.crc !== undefined && crc32(packed) !== header.crc >>> 0) {
      throw new RangeError("a page is damaged: its checksum differs");
    }
    const inPage = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    if (!(inPage >= 0 && done + inPage <= rows)) throw new RangeError("a page has more rows than the row group");
    const page = readPage(packed, header, isOptional, (part, size) => unpack(part, size, chunk.codec, library));
    if (page === undefined) continue;
    done += page.rows;
    yield page;
  }
}

type Unpack = (packed: Buffer, size: number) => Buffer;

/** Undefined for a page of a kind that holds no values. */
function readPage(packed: Buffer, header: PageHeader, isOptional: boolean, unpacked: Unpack): Page | undefined {
  const size = header.uncompressed_page_size;
  if (header.type === "DICTIONARY_PAGE" && header.dictionary_page_header !== undefined) {
    const { num_values: count, encoding } = header.dictionary_page_header;
    return { type: "dictionary", rows: 0, present: undefined, count, encoding, values: unpacked(packed, size) };
  }
  if (header.type === "DATA_PAGE" && header.data_page_header !== undefined) {
    const { num_values: rows, encoding, definition_level_encoding: levels } = header.data_page_header;
    const page = unpacked(packed, size);
    if (!isOptional) return dataPage(rows, undefined, encoding, page);
    if (levels !== "RLE") throw new RangeError(`it has levels encoded as ${levels}`);
    const end = 4 + page.readUInt32LE(0);
    return dataPage(rows, page.subarray(4, end), encoding, page.subarray(end));
  }
  if (header.type === "DATA_PAGE_V2" && header.data_page_header_v2 !== undefined) {
    const page = header.data_page_header_v2;
    const start = page.repetition_levels_byte_length + page.definition_levels_byte_length;
    const levels = packed.subarray(page.repetition_levels_byte_length, start);
    const stored = packed.subarray(start);
    const values = page.is_compressed === false ? stored : unpacked(stored, size - start);
    return dataPage(page.num_values, isOptional ? levels : undefined, page.encoding, values);
  }
  return undefined;
}

function dataPage(rows: number, levels: Buffer | undefined, encoding: Encoding, values: Buffer): Page {
  const present = levels === undefined || isAllOnes(levels, rows) ? undefined : decodeHybrid(levels, 1, rows);
  let count = rows;
  if (present !== undefined) {
    count = 0;
    for (let row = 0; row < rows; row++) count += present[row];
  }
  return { type: "data", rows, present: count === rows ? undefined : present, count, encoding, values };
}

function unpack(packed: Buffer, size: number, codec: string, { unpackers }: PageLibrary): Buffer {
  if (codec === "UNCOMPRESSED" || size === 0) return packed;
  const unpacker = unpackers[codec as keyof typeof unpackers];
  if (unpacker === undefined) throw new RangeError(`it is packed by ${codec}`);
  const page = unpacker(packed, size);
  if (page.length !== size) throw new RangeError("a page unpacks to another size than it says");
  return Buffer.from(page.buffer, page.byteOffset, page.length);
}
