import { type Part, packed, unpack } from "./pack.js";

/** What a node does with a row. */
export const NodeKind = {
  leaf: 0,
  /** Left if 1 <= code <= split: missing values go right. */
  missingRight: 1,
  /** Left if code <= split: missing values go left. */
  missingLeft: 2,
  /** Left if the bit of the code is set, in the words of `categories` from `split` on. */
  categories: 3,
} as const;

/** A tree on binned codes, as a structure of arrays. Nodes are in preorder: the left child of node i is node i + 1. */
export interface TreeNodes {
  readonly kind: Uint8Array;
  /** The feature that splits the node; 0 in a leaf. */
  readonly feature: Int32Array;
  /** See {@link NodeKind}; in a leaf its number, from 0. */
  readonly split: Int32Array;
  /** The right child; 0 in a leaf. */
  readonly right: Int32Array;
  readonly categories: Int32Array;
}

/** A tree that keeps the class counts of its leaves; those of inner nodes, and so every impurity, are their sums. */
export interface Tree extends TreeNodes {
  /** The classes of leaf l are those from `leafStart[l]` up to `leafStart[l + 1]` of the next two. */
  readonly leafStart: Int32Array;
  readonly leafClass: Uint16Array;
  /** How often the class was drawn; fractions in trees of other libraries that keep no counts. */
  readonly leafWeight: Uint32Array | Float64Array;
}

/** The number of nodes on the longest path from the root, less one. */
export function treeDepth(tree: TreeNodes): number {
  const depth = new Int32Array(tree.kind.length);
  let deepest = 0;
  for (let i = 0; i < tree.kind.length; i++) {
    if (tree.kind[i] === NodeKind.leaf) deepest = Math.max(deepest, depth[i]);
    else {
      depth[i + 1] = depth[i] + 1;
      depth[tree.right[i]] = depth[i] + 1;
    }
  }
  return deepest;
}

/** The number of leaves. */
export function leafCount(tree: TreeNodes): number {
  return (tree.kind.length + 1) / 2;
}

/** A tree as a part of a forest's bytes. */
export function treePart(tree: TreeNodes): Part {
  return packed(null, { ...tree });
}

/** The tree that {@link treePart} wrote; its arrays are views of the bytes. */
export function decodeTree<T extends TreeNodes = Tree>(bytes: Uint8Array): T {
  return Object.fromEntries(unpack(bytes).arrays) as unknown as T;
}
