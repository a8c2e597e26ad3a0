import { skipBlanks, skipBlanksBack } from "./blanks.js";

const spellings: readonly (readonly [Buffer, number])[] = ["true", "True", "TRUE", "false", "False", "FALSE"].map(
  (text) => [Buffer.from(text), text.length === 4 ? 1 : 0],
);

/**
 * A boolean out of the bytes from `start` up to `end`: true, True or TRUE is 1, false, False or FALSE is 0, anything else -1.
 * Blanks around it do not matter.
 */
export function parseBoolean(bytes: Buffer, start: number, end: number): number {
  const from = skipBlanks(bytes, start, end);
  const length = skipBlanksBack(bytes, from, end) - from;
  if (length !== 4 && length !== 5) return -1;
  for (const [spelling, value] of spellings) {
    if (spelling.length !== length) continue;
    let i = 0;
    while (i < length && bytes[from + i] === spelling[i]) i++;
    if (i === length) return value;
  }
  return -1;
}
