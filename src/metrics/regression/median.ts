/**
 * The median of numbers; of weighted ones that with half of the weight on either side, and between two such their mean,
 * as scikit-learn's ("averaged inverted cdf", Hyndman and Fan 1996).
 *
 * @throws {RangeError} all weights are 0.
 */
export function medianOf(numbers: Float64Array, weights?: Float64Array): number {
  if (weights === undefined) {
    const sorted = numbers.slice().sort();
    const half = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
  const order = [...numbers.keys()].filter((row) => weights[row] > 0).sort((a, b) => numbers[a] - numbers[b]);
  if (order.length === 0) throw new RangeError("sampleWeight is 0 in every row; a metric needs one that counts.");
  let sum = 0;
  const sums = order.map((row) => {
    sum += weights[row];
    return sum;
  });
  const at = sums.findIndex((below) => below >= sum / 2);
  const isBetween = sums[at] - sum / 2 <= Number.EPSILON && at + 1 < order.length;
  return isBetween ? (numbers[order[at]] + numbers[order[at + 1]]) / 2 : numbers[order[at]];
}
