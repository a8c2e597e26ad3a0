import { drawBelow, makeKey, Purpose } from "./random.js";

/**
 * How often each row is in a tree's bootstrap sample: `draws` rows drawn with replacement.
 *
 * @param draws - how many rows to draw; `null` takes every row once, without drawing.
 * @returns one count a row; they add up to `draws`.
 */
export function bootstrapCounts(seed: number, tree: number, rows: number, draws: number | null): Uint32Array {
  const counts = new Uint32Array(rows);
  if (draws === null) return counts.fill(1);
  const { a, b } = makeKey(seed, tree, Purpose.bootstrap);
  for (let i = 0; i < draws; i++) counts[drawBelow(a, b, i, rows)] += 1;
  return counts;
}
