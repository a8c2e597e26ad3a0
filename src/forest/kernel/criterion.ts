/**
 * Impurity as sums of whole numbers. With c the draws of a class and w those of all classes on one side of a split,
 * gini adds up c² and entropy c·log2(c), the latter in units of 2 ** -20: a sum of such terms is exact, so it does not
 * depend on the order in which rows are counted. The greater the score of the two sides, the purer they are.
 */

const SCALE = 2 ** 20;
/** {@link entropyTerm} of small numbers. */
export const ENTROPY_TABLE = Float64Array.from({ length: 4096 }, (_, c) => rounded(c));

function rounded(count: number): number {
  return count < 2 ? 0 : Math.round(count * Math.log2(count) * SCALE);
}

/** c·log2(c) in units of 2 ** -20, a whole number. */
export function entropyTerm(count: number): number {
  return count < ENTROPY_TABLE.length ? ENTROPY_TABLE[count] : rounded(count);
}

/** The term of one class. */
export function classTerm(gini: boolean, count: number): number {
  return gini ? count * count : entropyTerm(count);
}

/** The score of one side: the sum of its classes' terms, and its draws. */
export function sideScore(gini: boolean, termSum: number, draws: number): number {
  return gini ? termSum / draws : termSum - entropyTerm(draws);
}

/** By how much a split lowers the tree's impurity, from scores; `draws` are those of the whole tree. */
export function impurityDecrease(gini: boolean, splitScore: number, nodeScore: number, draws: number): number {
  return gini ? (splitScore - nodeScore) / draws : (splitScore - nodeScore) / SCALE / draws;
}

/** The impurity of a node with these class counts: gini's, or the entropy in bits. */
export function impurity(gini: boolean, counts: ArrayLike<number>): number {
  let draws = 0;
  let terms = 0;
  for (let k = 0; k < counts.length; k++) {
    draws += counts[k];
    terms += classTerm(gini, counts[k]);
  }
  return gini ? 1 - terms / draws / draws : (entropyTerm(draws) - terms) / SCALE / draws;
}
