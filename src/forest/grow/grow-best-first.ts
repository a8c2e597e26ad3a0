import { childNode, ROOT } from "../random.js";
import type { SplitTaker } from "./found-split.js";
import type { NodeBuilder } from "./node-builder.js";

/** What grows the nodes of a tree, in any order. */
export interface Grower<B extends NodeBuilder> {
  /** The rows of the root. */
  readonly inBag: number;
  /** By how much the split found last lowers the tree's impurity. */
  readonly decrease: number;
  /** Looks for the best split of the rows from `start` up to `end`; whether they are to be split. */
  search(start: number, end: number, depth: number, name: number, constants: number): boolean;
  /** Moves the rows that go left before the others; where the others begin. */
  partition(): number;
  /** Adds the split found last, once the rows are parted. */
  addSplit(builder: SplitTaker, middle: number): number;
  /** What adds the node that was searched last as a leaf, now or later. */
  leaf(): (builder: B) => void;
}

/** A node that has been searched: a leaf as long as it has no children. */
interface Candidate<B extends NodeBuilder> {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly name: number;
  readonly addLeaf: (builder: B) => void;
  /** By how much its split lowers the tree's impurity, and where the right rows then begin; absent if it is not to be split. */
  readonly split?: { readonly decrease: number; readonly middle: number; addTo(builder: SplitTaker): number };
  children?: readonly [left: Candidate<B>, right: Candidate<B>];
}

/**
 * Grows a tree of at most so many leaves: always splits the node whose split lowers the impurity most, of equal ones
 * that which was searched first. A node's random choices hang on its path alone, so its split is that of the tree
 * without this limit.
 *
 * @param makeBuilder - makes a builder for a tree of so many leaves.
 * @returns the builder with all nodes.
 */
export function growBestFirst<B extends NodeBuilder>(
  grower: Grower<B>,
  maxLeafNodes: number,
  makeBuilder: (leaves: number) => B,
): B {
  const root = searchNode(grower, 0, grower.inBag, 0, ROOT);
  const frontier = new Frontier<B>();
  frontier.add(root);
  let leaves = 1;
  for (; leaves < maxLeafNodes; leaves++) {
    const best = frontier.takeBest();
    if (best?.split === undefined) break;
    const { start, end, depth, name, split } = best;
    const left = searchNode(grower, start, split.middle, depth + 1, childNode(name, 0));
    const right = searchNode(grower, split.middle, end, depth + 1, childNode(name, 1));
    best.children = [left, right];
    frontier.add(left);
    frontier.add(right);
  }
  return addInPreorder(root, makeBuilder(leaves));
}

function searchNode<B extends NodeBuilder>(
  grower: Grower<B>,
  start: number,
  end: number,
  depth: number,
  name: number,
): Candidate<B> {
  const splits = grower.search(start, end, depth, name, 0);
  const addLeaf = grower.leaf();
  if (!splits) return { start, end, depth, name, addLeaf };
  const { decrease } = grower;
  const middle = grower.partition();
  let addTo = (_: SplitTaker): number => 0;
  grower.addSplit(
    {
      addSplit: (...split) => {
        addTo = (builder) => builder.addSplit(...split);
        return 0;
      },
      addCategorySplit: (feature, leftBits, words) => {
        const bits = leftBits.slice(0, words);
        addTo = (builder) => builder.addCategorySplit(feature, bits, words);
        return 0;
      },
    },
    middle,
  );
  return { start, end, depth, name, addLeaf, split: { decrease, middle, addTo } };
}

function addInPreorder<B extends NodeBuilder>(root: Candidate<B>, builder: B): B {
  const pending = [{ node: root, rightOf: -1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, rightOf } = next;
    if (rightOf >= 0) builder.startRight(rightOf);
    if (node.split !== undefined && node.children !== undefined) {
      const index = node.split.addTo(builder);
      pending.push({ node: node.children[1], rightOf: index }, { node: node.children[0], rightOf: -1 });
    } else {
      node.addLeaf(builder);
    }
  }
  return builder;
}

/** The nodes that may be split, as a heap with the best on top. */
class Frontier<B extends NodeBuilder> {
  private readonly heap: { readonly node: Candidate<B>; readonly decrease: number; readonly order: number }[] = [];
  private added = 0;

  add(node: Candidate<B>): void {
    if (node.split === undefined) return;
    const { heap } = this;
    heap.push({ node, decrease: node.split.decrease, order: this.added++ });
    for (let i = heap.length - 1; i > 0; ) {
      const above = (i - 1) >> 1;
      if (!this.before(i, above)) break;
      [heap[i], heap[above]] = [heap[above], heap[i]];
      i = above;
    }
  }

  takeBest(): Candidate<B> | undefined {
    const { heap } = this;
    const best = heap[0]?.node;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return best;
    heap[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const below = left + 1 < heap.length && this.before(left + 1, left) ? left + 1 : left;
      if (!this.before(below, i)) break;
      [heap[i], heap[below]] = [heap[below], heap[i]];
      i = below;
    }
    return best;
  }

  private before(i: number, j: number): boolean {
    const [a, b] = [this.heap[i], this.heap[j]];
    return a.decrease > b.decrease || (a.decrease === b.decrease && a.order < b.order);
  }
}
