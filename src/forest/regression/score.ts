/**
 * How good a split is, from the weight w and the weighted sum s of the targets on its left, and W and S of the node;
 * the greater, the better.
 *
 * For squared errors: (s W - S w)² / (w (W - w)), by which the split lowers the node's sum of squared errors, times W.
 * For Poisson deviances: the sum of s log(s / w) of both sides, by which their half deviance differs from a constant;
 * a side whose targets are all 0 is not allowed, as in scikit-learn, since no prediction of 0 is.
 */

/** The score of a cut, if it is above `best`; else, or where it is not allowed, -Infinity. */
export function scoreAbove(poisson: boolean, w: number, s: number, W: number, S: number, best: number): number {
  if (!poisson) {
    const d = s * W - S * w;
    const product = w * (W - w);
    // Most cuts are no better, which is known without dividing.
    return d * d > best * product ? (d * d) / product : -Infinity;
  }
  const right = S - s;
  if (!(s > 0 && right > 0)) return -Infinity;
  return s * Math.log(s / w) + right * Math.log(right / (W - w));
}

/** By how much a split of this score lowers the node's sum of squared errors, or of half deviances. */
export function decrease(poisson: boolean, score: number, W: number, S: number): number {
  return poisson ? score - S * Math.log(S / W) : score / W;
}
