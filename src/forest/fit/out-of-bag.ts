/**
 * Out-of-bag predictions: each row is predicted with the trees whose sample left it out, so that a forest is tested
 * on rows it was trained on.
 */

import { joinDoubles } from "../../join-arrays.js";
import type { Forest } from "../forest.js";
import type { BinnedMatrix } from "../grow/binned-matrix.js";
import { pack, unpack } from "../pack.js";
import { addVoteAndLead } from "../predict/leaf-votes.js";
import { sharesOf } from "../predict/vote.js";
import { walkChosen } from "../predict/walk-forest.js";
import type { LeftOut } from "./left-out.js";
import { addParts, addUp } from "./out-of-bag-parts.js";

/** Of some rows, or of all. */
export interface OutOfBag {
  /** Row after row, the mean of the classes' shares in the trees that left the row out; NaN where none did. */
  readonly decisions: Float64Array;
  /** By the first 1, 2, … trees: rows that some of them left out, and those of these that are predicted wrong. */
  readonly covered: Float64Array;
  readonly wrong: Float64Array;
}

/** The out-of-bag predictions of the rows from `first` up to `last`, by a forest that was grown on the matrix. */
export function voteOutOfBag(
  forest: Forest,
  { rows, classes, codes, labels }: BinnedMatrix,
  leftOut: LeftOut,
  first: number,
  last: number,
): OutOfBag {
  const votes = sharesOf(forest);
  const decisions = new Float64Array((last - first) * classes);
  const trees = new Uint32Array(last - first);
  const leaders = new Uint16Array(last - first);
  const [covered, wrong] = [new Float64Array(forest.trees.length), new Float64Array(forest.trees.length)];
  const choose = (t: number, from: number, length: number, places: Int32Array): number =>
    leftOut.find(t, from, length, places);
  const visit = (t: number, leaves: Int32Array, from: number, length: number, places: Int32Array): void => {
    for (let i = 0; i < length; i++) {
      const row = from - first + places[i];
      const label = labels[from + places[i]];
      const before = leaders[row];
      const leader = addVoteAndLead(votes[t], leaves[i], decisions, row * classes, classes, before);
      leaders[row] = leader;
      if (trees[row] === 0) covered[t] += 1;
      else if (before !== label) wrong[t] -= 1;
      if (leader !== label) wrong[t] += 1;
      trees[row] += 1;
    }
  };
  walkChosen(forest, codes, rows, choose, visit, first, last);
  addUp(covered);
  addUp(wrong);
  for (let i = 0; i < decisions.length; i++) decisions[i] /= trees[Math.floor(i / classes)];
  return { decisions, covered, wrong };
}

export function encodeOutOfBag({ decisions, covered, wrong }: OutOfBag): Uint8Array {
  return pack(null, { decisions, covered, wrong });
}

export function decodeOutOfBag(bytes: Uint8Array): OutOfBag {
  return Object.fromEntries(unpack(bytes).arrays) as unknown as OutOfBag;
}

/** The parts that {@link encodeOutOfBag} wrote, in the order of their rows, as one. */
export function joinOutOfBag(parts: readonly Uint8Array[]): OutOfBag {
  const decoded = parts.map(decodeOutOfBag);
  return {
    decisions: joinDoubles(decoded.map(({ decisions }) => decisions)),
    covered: addParts(decoded.map(({ covered }) => covered)),
    wrong: addParts(decoded.map(({ wrong }) => wrong)),
  };
}

/** By the first 1, 2, … trees: the share of the rows that some of them left out which is predicted wrong. */
export function outOfBagErrors({ covered, wrong }: OutOfBag): number[] {
  return Array.from(covered, (rows, t) => wrong[t] / rows);
}
