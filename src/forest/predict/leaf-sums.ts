/**
 * What leaves say, where the compiled kernels add it up for the rows that fall into them: numbers in the kernels' memory. A
 * leaf of a tree of classes has a share for each class, as long as these are few; a leaf of a tree of numbers has its value.
 */
import type { AnyForest, Forest } from "../forest.js";
import type { CompiledKernels } from "../kernel/compiled.js";
import type { NarrowNodes, NarrowTree } from "../narrow-tree.js";
import { FEW_CLASSES } from "./leaf-votes.js";

/** A tree of either kind in the narrow form. */
export type NarrowLeaves = NarrowNodes & Partial<NarrowTree> & { readonly leafValue?: Float64Array };

/** What the leaves of a tree say. */
export interface LeafSums {
  /** By leaf: where its shares begin. Not there where it has its value alone. */
  readonly places: Int32Array;
  readonly shares: Float64Array;
}

/** Where a tree's leaves are before their shares are found. */
export interface LeafMemory {
  readonly leafSizes: Int32Array;
  readonly leafClass: Uint16Array;
  readonly leafWeight: Uint32Array;
}

/** How many sums a row has; 0 where leaves say what the kernels do not know, and JavaScript adds it up. */
export function sumsOfRow(forest: AnyForest, trees: readonly NarrowLeaves[]): number {
  if (trees.every(({ leafValue }) => leafValue !== undefined)) return 1;
  const { classes, voting } = forest as Partial<Forest>;
  if (classes === undefined || voting !== "soft" || classes.length < 2 || classes.length > FEW_CLASSES) return 0;
  // Fractions in place of counts are for JavaScript.
  return trees.some(({ leafWeight }) => leafWeight instanceof Float64Array) ? 0 : classes.length;
}

/** For how many shares a tree needs room, at the most. */
export function mostShares({ kind, leafClass }: NarrowLeaves, width: number): number {
  const leaves = (kind.length + 1) >> 1;
  if (leafClass === undefined) return leaves;
  // Leaves with several classes have a class more each, at least, than there are leaves; see `softVotes` for the others.
  return width * (width + Math.min(leaves, leafClass.length - leaves));
}

/**
 * Writes what the leaves of a tree say.
 *
 * @returns how many numbers that is.
 */
export function writeLeaves(
  { leafValue, leafStart, leafClass, leafWeight }: NarrowLeaves,
  { places, shares }: LeafSums,
  memory: LeafMemory,
  width: number,
  compiled: CompiledKernels,
): number {
  if (leafValue !== undefined) {
    shares.set(leafValue);
    return leafValue.length;
  }
  const sizes = leafStart as Uint8Array;
  memory.leafSizes.set(sizes);
  memory.leafClass.set(leafClass as Uint8Array);
  memory.leafWeight.set(leafWeight as Uint8Array);
  return compiled.softVotes(sizes.length, width, places.byteOffset, shares.byteOffset);
}

/** Adds what `length` leaves say to the sums of as many rows. */
export function addLeaves(
  { places, shares }: LeafSums,
  leaves: Int32Array,
  length: number,
  sums: Float64Array,
  width: number,
  compiled: CompiledKernels,
): void {
  if (width === 1) compiled.addValues(leaves.byteOffset, length, shares.byteOffset, sums.byteOffset);
  else compiled.addVotes(leaves.byteOffset, length, places.byteOffset, shares.byteOffset, sums.byteOffset, width);
}
