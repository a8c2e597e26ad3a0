/** Out-of-bag predictions of numbers: each row is predicted with the trees whose sample left it out. */
import { joinDoubles } from "../../join-arrays.js";
import { mostOf, unitScale } from "../../unit-scale.js";
import type { LeftOut } from "../fit/left-out.js";
import { addParts, addUp } from "../fit/out-of-bag-parts.js";
import { pack, unpack } from "../pack.js";
import { walkChosen } from "../predict/walk-forest.js";
import type { RegressionForest, RegressionMatrix } from "./regression-forest.js";

/** Of some rows, or of all. */
export interface OutOfBagValues {
  /** By row, the mean of what the trees say that left it out; NaN where none did. */
  readonly prediction: Float64Array;
  readonly targets: Float64Array;
  /** By the first 1, 2, … trees: rows that some of them left out, and the sum of their squared errors, these scaled. */
  readonly covered: Float64Array;
  readonly squares: Float64Array;
  /** By what errors are multiplied before they are squared: that of all targets of the matrix. */
  readonly scale: number;
}

/** The out-of-bag predictions of the rows from `first` up to `last`, by a forest that was grown on the matrix. */
export function meanOutOfBag(
  forest: RegressionForest,
  { rows, codes, targets }: RegressionMatrix,
  leftOut: LeftOut,
  first: number,
  last: number,
): OutOfBagValues {
  const sums = new Float64Array(last - first);
  const trees = new Uint32Array(last - first);
  const own = targets.slice(first, last);
  const scale = unitScale(mostOf(targets));
  const squareOf = (row: number): number => ((own[row] - sums[row] / trees[row]) * scale) ** 2;
  const [covered, squares] = [new Float64Array(forest.trees.length), new Float64Array(forest.trees.length)];
  const choose = (t: number, from: number, length: number, places: Int32Array): number =>
    leftOut.find(t, from, length, places);
  const visit = (t: number, leaves: Int32Array, from: number, length: number, places: Int32Array): void => {
    const { leafValue } = forest.trees[t];
    let change = 0;
    for (let i = 0; i < length; i++) {
      const row = from - first + places[i];
      if (trees[row] === 0) covered[t] += 1;
      else change -= squareOf(row);
      sums[row] += leafValue[leaves[i]];
      trees[row] += 1;
      change += squareOf(row);
    }
    squares[t] += change;
  };
  walkChosen(forest, codes, rows, choose, visit, first, last);
  addUp(covered);
  addUp(squares);
  for (let row = 0; row < sums.length; row++) sums[row] /= trees[row];
  return { prediction: sums, targets: own, covered, squares, scale };
}

export function encodeOutOfBagValues({ scale, ...arrays }: OutOfBagValues): Uint8Array {
  return pack({ scale }, arrays);
}

/** The parts that {@link encodeOutOfBagValues} wrote, in the order of their rows, as one. */
export function joinOutOfBagValues(parts: readonly Uint8Array[]): OutOfBagValues {
  const decoded = parts.map((part) => {
    const { meta, arrays } = unpack(part);
    return { ...(meta as Pick<OutOfBagValues, "scale">), ...Object.fromEntries(arrays) } as OutOfBagValues;
  });
  const each = (name: Exclude<keyof OutOfBagValues, "scale">): Float64Array[] => decoded.map((part) => part[name]);
  return {
    prediction: joinDoubles(each("prediction")),
    targets: joinDoubles(each("targets")),
    covered: addParts(each("covered")),
    squares: addParts(each("squares")),
    scale: decoded[0].scale,
  };
}

/**
 * By the first 1, 2, … trees: the root mean squared error of the rows that some of them left out; NaN where there are
 * none.
 */
export function rootMeanSquares({ covered, squares, scale }: OutOfBagValues): number[] {
  // What the rounding of a sum takes below 0 is 0.
  return Array.from(covered, (rows, t) => Math.sqrt(Math.max(0, squares[t]) / rows) / scale);
}
