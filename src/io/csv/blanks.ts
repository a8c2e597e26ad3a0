const SPACE = 32;
const TAB = 9;

/** Whether a byte is a space or a tab. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** The first position from `start` that is not blank, at most `end`. */
export function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let i = start;
  while (i < end && isBlank(bytes[i])) i++;
  return i;
}

/** The last position down to `start` that follows something that is not blank. */
export function skipBlanksBack(bytes: Buffer, start: number, end: number): number {
  let i = end;
  while (i > start && isBlank(bytes[i - 1])) i--;
  return i;
}
