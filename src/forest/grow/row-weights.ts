/** How much each row counts in a fit, from the user's weights and those of its class. */

/** By class, or by how rare a class is among the rows: rows / (classes * rows of the class), each row with its weight. */
export type ClassWeights = readonly number[] | "balanced";

/**
 * The weight of each row, as scikit-learn multiplies them; `null` where all weigh the same.
 *
 * @throws {RangeError} all weights are zero, or their sum is too large.
 */
export function rowWeights(
  labels: Uint16Array,
  classes: number,
  sampleWeights: Float64Array | null,
  classWeights: ClassWeights | null,
): Float64Array | null {
  if (sampleWeights === null && classWeights === null) return null;
  const own = sampleWeights ?? new Float64Array(labels.length).fill(1);
  const byClass = classWeights === "balanced" ? balancedWeights(labels, classes, own) : classWeights;
  const weights = byClass === null ? own : own.map((weight, row) => weight * byClass[labels[row]]);
  return checkedWeights(weights);
}

/**
 * The weights, if rows have such.
 *
 * @throws {RangeError} all are zero, or their sum is too large.
 */
export function checkedWeights(weights: Float64Array | null): Float64Array | null {
  const sum = weights?.reduce((total, weight) => total + weight, 0) ?? 1;
  if (sum === 0) throw new RangeError("Cannot fit: every row has the weight 0.");
  if (!Number.isFinite(sum))
    throw new RangeError("Cannot fit: the rows' weights add up to more than a number can hold.");
  return weights;
}

/** scikit-learn's "balanced": the weights of each class's rows add up to the same. Classes without rows weigh nothing. */
export function balancedWeights(labels: Uint16Array, classes: number, weights: ArrayLike<number>): number[] {
  const sums = new Array<number>(classes).fill(0);
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    sums[labels[row]] += weights[row];
    total += weights[row];
  }
  const present = sums.filter((sum) => sum > 0).length;
  return sums.map((sum) => (sum > 0 ? total / (present * sum) : 0));
}

/** The most that one row may count in a tree, and all together: what the kernels' counters hold. */
const MOST_OF_A_ROW = 2 ** 16 - 1;
const MOST_OF_ALL = 2 ** 30;

/**
 * Weights as the whole numbers that trees are grown with: as they are if they are whole and not too large, else
 * multiplied so that the largest, or their sum, is as large as it may be. A weight above 0 stays above 0.
 */
export function wholeWeights(weights: ArrayLike<number>): Uint32Array {
  let most = 0;
  let whole = true;
  for (let row = 0; row < weights.length; row++) {
    most = Math.max(most, weights[row]);
    whole &&= Number.isInteger(weights[row]);
  }
  let shares = 0;
  for (let row = 0; row < weights.length; row++) shares += weights[row] / most;
  const largest =
    whole && most <= MOST_OF_A_ROW && shares * most <= MOST_OF_ALL
      ? most
      : Math.min(MOST_OF_A_ROW, MOST_OF_ALL / shares);
  return Uint32Array.from(weights, (weight) =>
    weight > 0 ? Math.max(1, Math.round(largest === most ? weight : (weight / most) * largest)) : 0,
  );
}
