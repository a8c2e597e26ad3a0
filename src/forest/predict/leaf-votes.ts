import { allocate, type KernelModule, kernelModule } from "../kernel/compiled.js";
import { type NarrowTree, narrowNodes } from "../narrow-tree.js";
import type { Tree } from "../tree.js";

/** Up to this many classes, a leaf has a share for each, so that they are found in one place. */
const FEW_CLASSES = 8;

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

const NONE = { start: new Int32Array(0), classOf: new Uint16Array(0) };

/**
 * By tree and leaf, the vote shared by the fractions of the leaf's classes.
 *
 * @param module - the compiled kernels that are to find them where classes are few; `null` for JavaScript.
 */
export function softVotesOf(
  trees: readonly Tree[],
  classes: number,
  module: KernelModule | null = kernelModule(),
): LeafVotes[] {
  const narrow = trees.map((tree): NarrowTree => narrowNodes(tree));
  // Fractions in place of counts are for JavaScript.
  const counted = narrow.every(({ leafWeight }) => !(leafWeight instanceof Float64Array));
  const few = module !== null && counted && classes <= FEW_CLASSES;
  const leaves = narrow.reduce((most, { leafStart }) => Math.max(most, leafStart.length), 0);
  const pairs = narrow.reduce((most, { leafClass }) => Math.max(most, leafClass.length), 0);
  const { arrays, compiled } = allocate(
    {
      leafSizes: [Int32Array, few ? leaves : 0],
      leafClass: [Uint16Array, few ? pairs : 0],
      leafWeight: [Uint32Array, few ? pairs : 0],
      leafPlaces: [Int32Array, few ? leaves : 0],
      shares: [Float64Array, few ? classes * (classes + leaves) : 0],
    } as const,
    few ? module : null,
  );
  if (compiled === undefined) return trees.map((tree) => softVotes(tree, classes));
  return narrow.map(({ leafStart, leafClass, leafWeight }) => {
    arrays.leafSizes.set(leafStart);
    arrays.leafClass.set(leafClass);
    arrays.leafWeight.set(leafWeight);
    const length = compiled.softVotes(leafStart.length, classes);
    return { places: arrays.leafPlaces.slice(0, leafStart.length), shares: arrays.shares.slice(0, length), ...NONE };
  });
}

/** The votes of one tree's leaves. */
function softVotes({ leafStart, leafClass, leafWeight }: Tree, classes: number): LeafVotes {
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
  const { places, shares } = votes;
  let place = at;
  if (classes === 2) {
    for (let i = 0; i < length; i++, place += 2) {
      const share = places[leaves[i]];
      sums[place] += shares[share];
      sums[place + 1] += shares[share + 1];
    }
  } else if (classes === 3) {
    for (let i = 0; i < length; i++, place += 3) {
      const share = places[leaves[i]];
      sums[place] += shares[share];
      sums[place + 1] += shares[share + 1];
      sums[place + 2] += shares[share + 2];
    }
  } else {
    for (let i = 0; i < length; i++, place += classes) addVote(votes, leaves[i], sums, place, classes);
  }
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
