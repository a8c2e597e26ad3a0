import type { ParquetParsers } from "hyparquet" with { "resolution-mode": "import" };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Datetimes as whole milliseconds since 1970 UTC; anything finer is cut off, towards the past. */
export const datetimeParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (value) => floorDivide(value, 1000n),
  timestampFromNanoseconds: (value) => floorDivide(value, 1_000_000n),
  dateFromDays: (days) => days * 86_400_000,
};

/**
 * Parsers that give each text its place in a dictionary, which they grow, instead of the text.
 *
 * @throws {RangeError} the bytes are no UTF-8 (thrown by the parsers).
 */
export function textParsers(dictionary: string[]): Partial<ParquetParsers> {
  const places = new Map<string, number>();
  const place = (text: string): number => {
    let known = places.get(text);
    if (known === undefined) {
      known = dictionary.push(text) - 1;
      places.set(text, known);
    }
    return known;
  };
  const fromBytes = (bytes: Uint8Array) => {
    if (bytes === undefined) throw new RangeError("a text is missing that its page refers to");
    return place(textOf(bytes));
  };
  const uuidFromBytes = (bytes: Uint8Array) => {
    const hex = Buffer.from(bytes).toString("hex");
    return place(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
  };
  return { stringFromBytes: fromBytes, jsonFromBytes: fromBytes, uuidFromBytes };
}

function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  if (!text.includes("\uFFFD")) return text;
  try {
    return strict.decode(bytes);
  } catch {
    throw new RangeError("it holds bytes that are no text in UTF-8");
  }
}

/** The whole number at or below the quotient, exactly. */
function floorDivide(value: bigint, by: bigint): number {
  const quotient = value / by;
  return Number(value < 0n && quotient * by !== value ? quotient - 1n : quotient);
}
