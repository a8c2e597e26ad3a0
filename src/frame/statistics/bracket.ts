import { joinDoubles } from "../../join-arrays.js";
import { type Column, columnLength, isMissing } from "../../partition/partition.js";
import { hash32 } from "../../random.js";
import { toNumbers } from "../expression/operand.js";

/** What a partition has of a column: how many values, and some of them. */
export interface Sampled {
  readonly count: number;
  readonly values: Float64Array;
}

/** Two values between which a quantile is looked for. `total` is the number of all values. */
export interface Bracket {
  readonly column: number;
  readonly fraction: number;
  readonly total: number;
  readonly low: number;
  readonly high: number;
}

/** What a partition has below, at, between and at the ends of a bracket. */
export interface Bracketed {
  readonly below: number;
  readonly atLow: number;
  readonly between: Float64Array;
  readonly atHigh: number;
}

/** How far, in shares of all values, the ends of a bracket are from the quantile that the samples suggest. */
const margin = 0.01;

/** Values of a column: all if there are no more than `most`, else so many, one from each stretch of them. */
export function sampleValues(column: Column, most: number): Sampled {
  const numbers = toNumbers(column);
  const present = new Float64Array(columnLength(column));
  let count = 0;
  for (let row = 0; row < present.length; row++) if (!isMissing(column, row)) present[count++] = numbers[row];
  if (count <= most) return { count, values: present.slice(0, count) };
  const values = Float64Array.from({ length: most }, (_, i) => {
    const from = Math.floor((i * count) / most);
    return present[from + (hash32(0, i) % (Math.floor(((i + 1) * count) / most) - from))];
  });
  return { count, values };
}

/** Where a quantile probably is, by samples in which each value stands for as many as its partition has for each. */
export function bracketOf(samples: readonly Sampled[], column: number, fraction: number): Bracket {
  const total = samples.reduce((sum, { count }) => sum + count, 0);
  const weighted = samples.flatMap(({ count, values }) =>
    Array.from(values, (value) => ({ value, weight: count / values.length })),
  );
  weighted.sort((a, b) => a.value - b.value);
  let [low, high, before] = [-Infinity, Infinity, 0];
  for (const { value, weight } of weighted) {
    if (before <= (fraction - margin) * total) low = value;
    before += weight;
    if (before >= (fraction + margin) * total) {
      high = value;
      break;
    }
  }
  return { column, fraction, total, low, high };
}

/** Counts and fetches what a bracket asks of a column. */
export function countBracket(column: Column, { low, high }: Bracket): Bracketed {
  const numbers = toNumbers(column);
  const between: number[] = [];
  let [below, atLow, atHigh] = [0, 0, 0];
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row];
    if (value < low) below += 1;
    else if (value === low) atLow += 1;
    else if (value === high) atHigh += 1;
    else if (value < high) between.push(value);
  }
  return { below, atLow, between: Float64Array.from(between), atHigh };
}

/** The quantile, or where to look for it if it is not in the bracket. */
export function quantileOf(bracket: Bracket, parts: readonly Bracketed[]): number | Bracket {
  const { fraction, total, low, high } = bracket;
  if (total === 0) return Number.NaN;
  const place = (total - 1) * fraction;
  const [first, second] = [Math.floor(place), Math.min(Math.floor(place) + 1, total - 1)];
  const below = parts.reduce((sum, part) => sum + part.below, 0);
  const atLow = parts.reduce((sum, part) => sum + part.atLow, 0);
  const atHigh = parts.reduce((sum, part) => sum + part.atHigh, 0);
  const inside = joinDoubles(parts.map(({ between }) => between));
  const end = below + atLow + inside.length + atHigh;
  if (first < below || second >= end) {
    return { ...bracket, low: first < below ? -Infinity : low, high: second >= end ? Infinity : high };
  }
  inside.sort();
  const valueAt = (rank: number): number => {
    const from = rank - below - atLow;
    return from < 0 ? low : from < inside.length ? inside[from] : high;
  };
  const [a, b] = [valueAt(first), valueAt(second)];
  return a === b ? a : a + (b - a) * (place - first);
}
