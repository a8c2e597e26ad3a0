import type { Tree } from "./tree.js";

/** Up to this many classes, a leaf has a share for each, so that they are found in one place. */
const FEW_CLASSES = 8;

/** What the leaves of a tree add to the votes of the rows that fall into them. */
export interface LeafVotes {
  /** Whether leaf l has its shares, one for each class, from `shares[l * classes]` on. */
  readonly dense: boolean;
  readonly shares: Float64Array;
  /** If not dense: the shares of leaf l, and beside them their classes, are those from `start[l]` to `start[l + 1]`. */
  readonly start: Int32Array;
  readonly classes: Uint16Array;
}

/** A leaf's vote shared by the fractions of its classes. */
export function softVotes({ leafStart, leafClass, leafWeight }: Tree, classes: number): LeafVotes {
  const dense = classes <= FEW_CLASSES;
  const shares = new Float64Array(dense ? (leafStart.length - 1) * classes : leafClass.length);
  for (let leaf = 0; leaf + 1 < leafStart.length; leaf++) {
    const [start, end] = [leafStart[leaf], leafStart[leaf + 1]];
    let sum = 0;
    for (let i = start; i < end; i++) sum += leafWeight[i];
    for (let i = start; i < end; i++) shares[dense ? leaf * classes + leafClass[i] : i] = leafWeight[i] / sum;
  }
  return { dense, shares, start: leafStart, classes: leafClass };
}

/**
 * Adds the shares of leaves to sums by row and class.
 *
 * @param sums - those of the row in leaf `leaves[i]` are from `sums[at + i * classes]` on.
 */
export function addVotes(
  { dense, shares, start, classes: classOf }: LeafVotes,
  leaves: Int32Array,
  length: number,
  sums: Float64Array,
  at: number,
  classes: number,
): void {
  let place = at;
  if (!dense) {
    for (let i = 0; i < length; i++, place += classes) {
      const end = start[leaves[i] + 1];
      for (let j = start[leaves[i]]; j < end; j++) sums[place + classOf[j]] += shares[j];
    }
  } else if (classes === 2) {
    for (let i = 0; i < length; i++, place += 2) {
      const share = 2 * leaves[i];
      sums[place] += shares[share];
      sums[place + 1] += shares[share + 1];
    }
  } else if (classes === 3) {
    for (let i = 0; i < length; i++, place += 3) {
      const share = 3 * leaves[i];
      sums[place] += shares[share];
      sums[place + 1] += shares[share + 1];
      sums[place + 2] += shares[share + 2];
    }
  } else {
    for (let i = 0; i < length; i++, place += classes) {
      const share = leaves[i] * classes;
      for (let k = 0; k < classes; k++) sums[place + k] += shares[share + k];
    }
  }
}

/** {@link addVotes} of one leaf. */
export function addVote(
  { dense, shares, start, classes: classOf }: LeafVotes,
  leaf: number,
  sums: Float64Array,
  at: number,
  classes: number,
): void {
  if (dense) for (let k = 0; k < classes; k++) sums[at + k] += shares[leaf * classes + k];
  else for (let j = start[leaf]; j < start[leaf + 1]; j++) sums[at + classOf[j]] += shares[j];
}

/**
 * The class with the greatest sum of a row to which {@link addVote} has just added a leaf: `leader`, which had it before,
 * or one of the leaf's; of equal ones the first.
 */
export function leaderAfter(
  { dense, start, classes: classOf }: LeafVotes,
  leaf: number,
  sums: Float64Array,
  at: number,
  classes: number,
  leader: number,
): number {
  let best = leader;
  const [from, to] = dense ? [0, classes] : [start[leaf], start[leaf + 1]];
  for (let j = from; j < to; j++) {
    const k = dense ? j : classOf[j];
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
