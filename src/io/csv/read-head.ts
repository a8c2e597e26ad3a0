import { CSVParseError } from "../../errors.js";
import { readBeginning } from "../read-text.js";
import type { SourceFile } from "../source-file.js";
import { bytesReader } from "../text-reader.js";
import { atLine } from "./at-line.js";
import type { CsvDialect } from "./csv-source.js";
import { Tokenizer } from "./tokenizer.js";

const LF = 10;
const CR = 13;
const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/** The first row of a file, and where rows begin: behind a byte order mark, and behind the first row if it is a header. */
export interface Head {
  readonly firstRow: readonly string[];
  readonly rowsStart: number;
}

/**
 * Reads the first row of a file, and no more than it takes.
 *
 * @param size - bytes to try first.
 * @throws {CSVParseError} the file has no row, or its lines end in CR alone.
 */
export async function readHead(file: SourceFile, dialect: CsvDialect, hasHeader: boolean, size: number): Promise<Head> {
  for (let tried = size; ; tried *= 2) {
    const { text, whole } = await readBeginning(file, tried);
    const textStart = text.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
    const oldLineEnds = isLine(text.subarray(textStart));
    const reader = bytesReader(text.subarray(textStart));
    const fields = 1 + count(text, dialect.delimiter);
    const tokenizer = new Tokenizer(reader, fields, dialect, { final: whole, exact: false });
    let rows: number;
    try {
      rows = tokenizer.next(1);
    } catch (error) {
      throw await atLine(file, 0, error);
    }
    if (oldLineEnds && (rows > 0 || !whole)) {
      throw new CSVParseError(`${file.name} ends its lines with CR alone. Save it with LF or CRLF to read it.`, {
        file: file.name,
      });
    }
    if (rows > 0) {
      const { bytes, found, position } = tokenizer;
      const firstRow = Array.from({ length: found }, (_, i) =>
        bytes.toString("utf8", tokenizer.startOf(i), tokenizer.endOf(i)),
      );
      return { firstRow, rowsStart: hasHeader ? textStart + position : textStart };
    }
    if (whole) {
      const lack = hasHeader ? "it has no header row" : "it has no rows";
      throw new CSVParseError(`${file.name} is empty: ${lack}.`, { file: file.name });
    }
  }
}

/** Whether the text has CR inside but no LF. */
function isLine(text: Buffer): boolean {
  const cr = text.indexOf(CR);
  return cr >= 0 && cr < text.length - 1 && !text.includes(LF);
}

function count(text: Buffer, byte: number): number {
  let found = 0;
  for (let i = text.indexOf(byte); i >= 0; i = text.indexOf(byte, i + 1)) found++;
  return found;
}
