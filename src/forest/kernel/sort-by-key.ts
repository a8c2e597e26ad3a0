/** Shell's sort with Ciura's gaps, by key and then by code. */
export function sortByKey(codes: Int32Array, keys: Float64Array, length: number): void {
  for (let gap = firstGap(length); gap > 0; gap = nextGap(gap)) {
    for (let i = gap; i < length; i++) {
      const code = codes[i];
      const key = keys[i];
      let j = i - gap;
      while (j >= 0 && (keys[j] > key || (keys[j] === key && codes[j] > code))) {
        keys[j + gap] = keys[j];
        codes[j + gap] = codes[j];
        j -= gap;
      }
      keys[j + gap] = key;
      codes[j + gap] = code;
    }
  }
}

const GAPS = Int32Array.of(1, 4, 10, 23, 57, 132, 301, 701, 1750, 4376, 10941, 27353);

function firstGap(length: number): number {
  let at = 0;
  while (at + 1 < GAPS.length && GAPS[at + 1] < length) at += 1;
  return GAPS[at];
}

function nextGap(gap: number): number {
  let at = GAPS.length - 1;
  while (at >= 0 && GAPS[at] >= gap) at -= 1;
  return at < 0 ? 0 : GAPS[at];
}
