/**
 * Out-of-bag predictions: each row is predicted with the trees whose sample left it out, so that a forest is tested
 * on rows it was trained on. Which rows a tree left out is drawn again rather than remembered.
 */
import type { BinnedMatrix, GrowParams } from "./binned-matrix.js";
import { treeSample } from "./bootstrap.js";
import type { Forest } from "./forest.js";
import { addVote } from "./leaf-votes.js";
import { pack, unpack } from "./pack.js";
import { sharesOf } from "./vote.js";
import { walkForest } from "./walk-forest.js";

/** Of some rows, or of all. */
export interface OutOfBag {
  /** Row after row, the mean of the classes' shares in the trees that left the row out; NaN where none did. */
  readonly decisions: Float64Array;
  /** Rows that some tree left out, and those of them that are predicted right. */
  readonly covered: number;
  readonly right: number;
}

/** The out-of-bag predictions of the rows from `first` up to `last`, by a forest that was grown on the matrix. */
export function voteOutOfBag(
  forest: Forest,
  matrix: BinnedMatrix,
  params: GrowParams,
  first: number,
  last: number,
): OutOfBag {
  const { rows, classes, codes, labels } = matrix;
  const votes = sharesOf(forest);
  const samples = forest.trees.map((_, tree) => leftOut(treeSample(params, matrix, tree), first, last));
  const decisions = new Float64Array((last - first) * classes);
  const trees = new Uint32Array(last - first);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    for (let i = 0, row = from - first; i < length; i++, row++) {
      if (samples[t][row] === 0) continue;
      addVote(votes[t], leaves[i], decisions, row * classes, classes);
      trees[row] += 1;
    }
  };
  walkForest(forest, codes, rows, visit, first, last);
  let covered = 0;
  let right = 0;
  for (let row = 0; row < trees.length; row++) {
    const own = decisions.subarray(row * classes, (row + 1) * classes);
    let best = 0;
    for (let k = 0; k < classes; k++) {
      own[k] /= trees[row];
      if (own[k] > own[best]) best = k;
    }
    if (trees[row] === 0) continue;
    covered += 1;
    if (best === labels[first + row]) right += 1;
  }
  return { decisions, covered, right };
}

/** 1 for each of the rows that the sample left out. */
function leftOut(counts: Uint32Array, first: number, last: number): Uint8Array {
  return Uint8Array.from(counts.subarray(first, last), (count) => (count === 0 ? 1 : 0));
}

export function encodeOutOfBag({ decisions, ...counts }: OutOfBag): Uint8Array {
  return pack(counts, { decisions });
}

/** The parts that {@link encodeOutOfBag} wrote, in the order of their rows, as one. */
export function joinOutOfBag(parts: readonly Uint8Array[]): OutOfBag {
  const unpacked = parts.map(unpack);
  const pieces = unpacked.map(({ arrays }) => arrays.get("decisions") as Float64Array);
  const decisions = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    decisions.set(piece, at);
    at += piece.length;
  }
  const counts = unpacked.map(({ meta }) => meta as Pick<OutOfBag, "covered" | "right">);
  return {
    decisions,
    covered: counts.reduce((sum, { covered }) => sum + covered, 0),
    right: counts.reduce((sum, { right }) => sum + right, 0),
  };
}
