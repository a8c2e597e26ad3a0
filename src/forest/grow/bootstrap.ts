import { draw, drawBelow, makeKey, Purpose } from "../random.js";
import type { BinnedMatrix, GrowParams, SharedParams } from "./binned-matrix.js";
import { balancedWeights, wholeWeights } from "./row-weights.js";

/** The most that one row may count in a tree. */
const MOST_COUNT = 2 ** 16 - 1;

/**
 * How much each row counts in a tree, 0 where it is out of the bag: how often it was drawn, or its weight where trees
 * see all rows. As scikit-learn since 1.9 does, weights are the odds of being drawn; a tree sees counts. Only the
 * class weights "balancedSubsample" multiply the counts, by what balances the classes in this tree's sample.
 *
 * @param room - an array of as many numbers to take for it.
 */
export function treeSample(params: GrowParams, matrix: BinnedMatrix, tree: number, room?: Uint32Array): Uint32Array {
  const { rows, labels, classes, weights } = matrix;
  if (params.draws === null) return weights === null ? new Uint32Array(rows).fill(1) : wholeWeights(weights);
  const counts = drawnRows(params, rows, weights, params.draws, tree, room);
  if (params.balancedSubsample) {
    const byClass = balancedWeights(labels, classes, counts);
    return wholeWeights(Float64Array.from(counts, (count, row) => count * byClass[labels[row]]));
  }
  return counts;
}

/** What the counts of all rows add up to. */
export function drawsOf(counts: Uint32Array): number {
  let draws = 0;
  for (let row = 0; row < counts.length; row++) draws += counts[row];
  return draws;
}

/** How often each row is drawn for a tree, by its weight if rows have such. */
export function drawnRows(
  { seed, drawFraction }: SharedParams,
  rows: number,
  weights: Float64Array | null,
  draws: number,
  tree: number,
  room?: Uint32Array,
): Uint32Array {
  return weights === null
    ? bootstrapCounts(seed, tree, rows, draws, room)
    : weightedCounts(seed, tree, weights, weightedDraws(draws, drawFraction, weights));
}

/**
 * How often each row is in a tree's bootstrap sample: `draws` rows drawn with replacement.
 *
 * @param draws - how many rows to draw; `null` takes every row once, without drawing.
 * @returns one count a row; they add up to `draws`.
 */
export function bootstrapCounts(
  seed: number,
  tree: number,
  rows: number,
  draws: number | null,
  room: Uint32Array = new Uint32Array(rows),
): Uint32Array {
  const counts = room.fill(draws === null ? 1 : 0);
  if (draws === null) return counts;
  const { a, b } = makeKey(seed, tree, Purpose.bootstrap);
  for (let i = 0; i < draws; i++) counts[drawBelow(a, b, i, rows)] += 1;
  return counts;
}

/** The most draws of one tree. */
const MOST_DRAWS = 2 ** 30;

function weightedDraws(draws: number, fraction: number | null, weights: Float64Array): number {
  if (fraction === null) return draws;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (fraction * sum > MOST_DRAWS) {
    throw new RangeError(
      `Cannot fit: "maxSamples" is ${fraction} of the weights, which add up to ${sum}; that is too many rows to draw. Give their number.`,
    );
  }
  if (fraction * sum < 1) {
    throw new RangeError(
      `Cannot fit: "maxSamples" is ${fraction} of the weights, which add up to ${sum}; that is less than one row to draw. Give their number.`,
    );
  }
  return Math.floor(fraction * sum);
}

/** The same with rows drawn by their weights. A row that is drawn 65,536 times or more counts 65,535. */
export function weightedCounts(seed: number, tree: number, weights: Float64Array, draws: number): Uint32Array {
  const rows = weights.length;
  const sums = new Float64Array(rows);
  let total = 0;
  let last = 0;
  for (let row = 0; row < rows; row++) {
    total += weights[row];
    sums[row] = total;
    if (weights[row] > 0) last = row;
  }
  const counts = new Uint32Array(rows);
  const { a, b } = makeKey(seed, tree, Purpose.bootstrap);
  for (let i = 0; i < draws; i++) {
    const share = draw(a, b, 2 * i) / 2 ** 32 + draw(a, b, 2 * i + 1) / 2 ** 64;
    const row = Math.min(last, firstAbove(sums, share * total));
    if (counts[row] < MOST_COUNT) counts[row] += 1;
  }
  return counts;
}

/** The first place whose sum is above x; their number where none is. */
function firstAbove(sums: Float64Array, x: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
