import type { Column } from "../../partition/partition.js";
import { toNumbers } from "../expression/operand.js";

/** Moments of two columns over the rows where both have a value; adds up over partitions. */
export interface PairMoments {
  readonly count: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly squaresX: number;
  readonly squaresY: number;
  readonly products: number;
}

/** Every pair of columns, the first with itself and those after it, and so on. */
export function pairMoments(columns: readonly Column[]): PairMoments[] {
  const numbers = columns.map(toNumbers);
  return numbers.flatMap((x, i) => numbers.slice(i).map((y) => momentsOfPair(x, y)));
}

function momentsOfPair(x: Float64Array, y: Float64Array): PairMoments {
  let [count, meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const [a, b] = [x[row], y[row]];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    const [distanceX, distanceY] = [a - meanX, b - meanY];
    meanX += distanceX / count;
    meanY += distanceY / count;
    squaresX += distanceX * (a - meanX);
    squaresY += distanceY * (b - meanY);
    products += distanceX * (b - meanY);
  }
  return { count, meanX, meanY, squaresX, squaresY, products };
}

/** Moments of two parts together, as `mergeMoments` of one column. */
export function mergePairs(a: PairMoments, b: PairMoments): PairMoments {
  if (b.count === 0) return a;
  if (a.count === 0) return b;
  const count = a.count + b.count;
  const [dx, dy] = [b.meanX - a.meanX, b.meanY - a.meanY];
  const weight = (a.count * b.count) / count;
  return {
    count,
    meanX: a.meanX + (dx * b.count) / count,
    meanY: a.meanY + (dy * b.count) / count,
    squaresX: a.squaresX + b.squaresX + dx * dx * weight,
    squaresY: a.squaresY + b.squaresY + dy * dy * weight,
    products: a.products + b.products + dx * dy * weight,
  };
}

/** Pearson's correlation, NaN if one of the columns does not vary. */
export function correlation({ squaresX, squaresY, products }: PairMoments): number {
  const root = Math.sqrt(squaresX * squaresY);
  return root === 0 ? Number.NaN : Math.max(-1, Math.min(1, products / root));
}
