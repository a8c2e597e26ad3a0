import { hash32 } from "../../random.js";

/** Of the rows in the order of their hashes, and of equal ones in that of their places, the last that is chosen. */
export interface SampleLimit {
  readonly hash: number;
  readonly row: number;
}

/** The limit of a share of the rows, each of which has that chance. */
export function limitOfShare(frac: number): SampleLimit {
  return { hash: frac * 2 ** 32, row: -1 };
}

/**
 * The limit that chooses exactly `n` of so many rows. Hashes each of them; holds little more than `n` of them.
 *
 * @throws {RangeError} there are fewer rows.
 */
export function limitOfNumber(n: number, rows: number, seed: number): SampleLimit {
  if (n > rows)
    throw new RangeError(`sample: ${n} rows cannot be chosen of ${rows}; give a smaller n, or { frac: 1 } for all.`);
  if (n === 0) return limitOfShare(0);
  for (let share = (n + 6 * Math.sqrt(n)) / rows; ; share *= 2) {
    const found: SampleLimit[] = [];
    for (let row = 0; row < rows; row++) {
      const hash = hash32(seed, row);
      if (hash < share * 2 ** 32) found.push({ hash, row });
    }
    if (found.length >= n) return found.sort((a, b) => a.hash - b.hash || a.row - b.row)[n - 1];
  }
}

/** Of rows numbered from `first` on, those up to the limit. */
export function chosenRows(length: number, first: number, seed: number, limit: SampleLimit): Uint32Array {
  const rows = new Uint32Array(length);
  let kept = 0;
  for (let row = 0; row < length; row++) {
    const hash = hash32(seed, first + row);
    if (hash < limit.hash || (hash === limit.hash && first + row <= limit.row)) rows[kept++] = row;
  }
  return rows.slice(0, kept);
}
