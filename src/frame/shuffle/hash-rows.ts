import { bytesOf, dictionarySize } from "../../partition/encoded-texts.js";
import { type Column, isMissing, type Partition, type StringColumn } from "../../partition/partition.js";
import { hashBytes } from "../../partition/text-table.js";
import { hash32 } from "../../random.js";

/** A piece below `count` for each row, by a hash of its values in these columns: equal rows get the same anywhere. */
export function piecesByHash(rows: Partition, columns: readonly Column[], count: number): Uint32Array {
  const hashes = new Uint32Array(rows.length);
  for (const column of columns) {
    const own = hashColumn(column, rows.length);
    for (let row = 0; row < rows.length; row++) hashes[row] = hash32(hashes[row], own[row]);
  }
  for (let row = 0; row < rows.length; row++) hashes[row] %= count;
  return hashes;
}

function hashColumn(column: Column, rows: number): Uint32Array {
  const hashes = new Uint32Array(rows);
  if ("codes" in column) {
    const texts = hashTexts(column);
    for (let row = 0; row < rows; row++) hashes[row] = column.codes[row] < 0 ? 0 : texts[column.codes[row]];
    return hashes;
  }
  const double = new Float64Array(1);
  const halves = new Uint32Array(double.buffer);
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) continue;
    double[0] = column.values[row] + 0;
    hashes[row] = hash32(1, halves[0], halves[1]);
  }
  return hashes;
}

function hashTexts(column: StringColumn): Uint32Array {
  const { codes } = column;
  const encoded = bytesOf(column);
  const hashes = new Uint32Array(dictionarySize(column));
  const done = new Uint8Array(hashes.length);
  for (const code of codes) {
    if (code < 0 || done[code] === 1) continue;
    done[code] = 1;
    if (encoded === undefined) hashes[code] = hashText(column.dictionary[code]);
    else hashes[code] = hashBytes(encoded.bytes, encoded.offsets[code], encoded.offsets[code + 1]);
  }
  return hashes;
}

/** The hash of the bytes of the text, which another partition may hold as these. */
function hashText(text: string): number {
  const bytes = Buffer.from(text);
  return hashBytes(bytes, 0, bytes.length);
}
