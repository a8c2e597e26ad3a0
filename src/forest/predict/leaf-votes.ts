import type { Tree } from "../tree.js";

/** Up to this many classes, a leaf has a share for each, so that they are found in one place. */
export const FEW_CLASSES = 8;

/** What the leaves of a tree add to the votes of the rows that fall into them. */
export interface LeafVotes {
  /** By leaf: where its shares begin. Those of leaves with a single class, which many trees end in, are there once. */
  readonly places: Int32Array;
  /** A share for each class where these are few, else for each of the leaf's own. */
  readonly shares: Float64Array;
  /** The classes of leaf l are those from `start[l]` up to `start[l + 1]`; not there where classes are few. */
  readonly start: Int32Array;
  readonly classOf: Uint16Array;
}

/** By leaf of a tree, the vote shared by the fractions of the leaf's classes. */
export function softVotes({ leafStart, leafClass, leafWeight }: Tree, classes: number): LeafVotes {
  const dense = classes <= FEW_CLASSES;
  const places = new Int32Array(leafStart.length - 1);
  let next = dense ? classes * classes : 1;
  for (let leaf = 0; leaf < places.length; leaf++) {
    const own = leafStart[leaf + 1] - leafStart[leaf];
    if (own > 1) {
      places[leaf] = next;
      next += dense ? classes : own;
    } else if (dense) {
      places[leaf] = classes * leafClass[leafStart[leaf]];
    }
  }
  const shares = new Float64Array(next);
  for (let k = 0; k < (dense ? classes : 1); k++) shares[k * (classes + 1)] = 1;
  for (let leaf = 0; leaf < places.length; leaf++) {
    const [start, end] = [leafStart[leaf], leafStart[leaf + 1]];
    if (end - start === 1) continue;
    let sum = 0;
    for (let i = start; i < end; i++) sum += leafWeight[i];
    for (let i = start; i < end; i++) {
      shares[places[leaf] + (dense ? leafClass[i] : i - start)] = leafWeight[i] / sum;
    }
  }
  return { places, shares, start: leafStart, classOf: leafClass };
}

/**
 * Adds the shares of leaves to sums by row and class.
 *
 * @param sums - those of the row in leaf `leaves[i]` are from `sums[at + i * classes]` on.
 */
export function addVotes(
  votes: LeafVotes,
  leaves: Int32Array,
  length: number,
  sums: Float64Array,
  at: number,
  classes: number,
): void {
  for (let i = 0, place = at; i < length; i++, place += classes) addVote(votes, leaves[i], sums, place, classes);
}

/** {@link addVotes} of one leaf. */
function addVote(
  { places, shares, start, classOf }: LeafVotes,
  leaf: number,
  sums: Float64Array,
  at: number,
  classes: number,
): void {
  const share = places[leaf];
  if (classes <= FEW_CLASSES) for (let k = 0; k < classes; k++) sums[at + k] += shares[share + k];
  else for (let j = start[leaf], i = share; j < start[leaf + 1]; j++, i++) sums[at + classOf[j]] += shares[i];
}

/**
 * {@link addVotes} of one leaf to the sums of a row, of which `leader` has the greatest so far.
 *
 * @returns the class with the greatest sum now; of equal ones the first.
 */
export function addVoteAndLead(
  { places, shares, start, classOf }: LeafVotes,
  leaf: number,
  sums: Float64Array,
  at: number,
  classes: number,
  leader: number,
): number {
  const share = places[leaf];
  if (classes <= FEW_CLASSES) {
    let best = 0;
    for (let k = 0; k < classes; k++) {
      sums[at + k] += shares[share + k];
      if (sums[at + k] > sums[at + best]) best = k;
    }
    return best;
  }
  let best = leader;
  for (let j = start[leaf], i = share; j < start[leaf + 1]; j++, i++) {
    const k = classOf[j];
    sums[at + k] += shares[i];
    if (sums[at + k] > sums[at + best] || (sums[at + k] === sums[at + best] && k < best)) best = k;
  }
  return best;
}

/** A leaf's vote for its most frequent class; of equal ones the first in the order of the classes. */
export function majorities({ leafStart, leafClass, leafWeight }: Tree): Int32Array {
  const found = new Int32Array(leafStart.length - 1);
  for (let leaf = 0; leaf < found.length; leaf++) {
    let best = leafStart[leaf];
    for (let i = best + 1; i < leafStart[leaf + 1]; i++) {
      const more = leafWeight[i] > leafWeight[best];
      if (more || (leafWeight[i] === leafWeight[best] && leafClass[i] < leafClass[best])) best = i;
    }
    found[leaf] = leafClass[best];
  }
  return found;
}
