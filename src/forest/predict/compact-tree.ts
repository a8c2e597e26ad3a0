import type { NarrowNodes } from "../narrow-tree.js";
import { NodeKind } from "../tree.js";

/**
 * A tree laid out to be walked: a node is 8 bytes, and the two children of a node are neighbours, so that a step is
 * "where the left child is, plus one if the row goes right". See `kernel/walk.ts` for how rows stand beside it.
 */
export interface CompactTree {
  /**
   * Two words a node, the root first. The first word is the place of the left child, the right one's being one more.
   * The upper half of the second word is a column of the row, see {@link COLUMNS}, the lower half the greatest number
   * in it that goes left.
   *
   * A node that splits by category has bit 30 of its first word set, and lets every code go left by order; its
   * children are followed by a bit for each code, set where that goes right. A leaf has bit 31 set, and its number in
   * place of a child.
   */
  readonly nodes: Int32Array;
  readonly hasCategories: boolean;
}

/** The greatest code there is: none goes right of it. */
const ALL_CODES = 0xffff;

/**
 * Columns of a row for each feature. In the first are its codes, so that a missing value, 0, goes left at any split; in
 * the second the codes less one, as 16 bits, so that a missing value is the greatest of all and goes right.
 */
export const COLUMNS = 2;

/** The most features whose columns a node can name. */
export const MOST_FEATURES = 2 ** 16 / COLUMNS;

/** How many places a tree takes. */
function placesOf({ kind, feature, categories }: NarrowNodes, codeCounts: Int32Array): number {
  let places = kind.length;
  if (categories.length === 0) return places;
  for (let node = 0, inner = 0; node < kind.length; node++) {
    if (kind[node] === NodeKind.categories) places += setPlaces(codeCounts[feature[inner]]);
    if (kind[node] !== NodeKind.leaf) inner++;
  }
  return places;
}

/**
 * Lays a tree out.
 *
 * @param codeCounts - by feature, one more than its greatest code.
 */
export function layOutTree(tree: NarrowNodes, codeCounts: Int32Array): CompactTree {
  const { kind, feature, split, categories } = tree;
  const nodes = new Int32Array(2 * placesOf(tree, codeCounts));
  // The places of right children whose left neighbours' subtrees are not done.
  const waiting = new Int32Array(kind.length);
  let depth = 0;
  let inner = 0;
  let next = 1;
  for (let node = 0, at = 0; node < kind.length; node++) {
    if (kind[node] === NodeKind.leaf) {
      nodes[2 * at] = (node - inner) | (1 << 31);
      nodes[2 * at + 1] = ALL_CODES;
      if (depth > 0) at = waiting[--depth];
      continue;
    }
    const f = feature[inner];
    const last = split[inner++];
    nodes[2 * at] = next;
    waiting[depth++] = next + 1;
    if (kind[node] !== NodeKind.categories) {
      const second = kind[node] === NodeKind.missingRight ? 1 : 0;
      nodes[2 * at + 1] = ((COLUMNS * f + second) << 16) | (last - second);
      at = next;
      next += 2;
      continue;
    }
    nodes[2 * at] |= 1 << 30;
    nodes[2 * at + 1] = ((COLUMNS * f) << 16) | ALL_CODES;
    const words = wordsOf(codeCounts[f]);
    for (let word = 0; word < words; word++) nodes[2 * (next + 2) + word] = ~categories[last + word];
    at = next;
    next += 2 + setPlaces(codeCounts[f]);
  }
  return { nodes, hasCategories: categories.length > 0 };
}

function setPlaces(codes: number): number {
  return (wordsOf(codes) + 1) >> 1;
}

function wordsOf(codes: number): number {
  return (codes + 31) >> 5;
}
