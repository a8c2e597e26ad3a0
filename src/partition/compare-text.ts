/**
 * Orders texts by code point, as Python and pandas do: negative when `a` comes first. JavaScript's own `<` orders by
 * UTF-16 unit, which differs where a character beyond U+FFFF meets one from U+E000 on.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Half of a character beyond U+FFFF; those are above every other, though their halves are not. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
