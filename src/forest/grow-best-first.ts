import type { NodeGrower } from "./grow-node.js";
import { childNode, ROOT } from "./random.js";
import type { Tree } from "./tree.js";
import { TreeBuilder } from "./tree-builder.js";

/** A node that has been searched: a leaf as long as it has no children. */
interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly name: number;
  /** Classes that occur, and their draws. */
  readonly classes: readonly number[];
  readonly counts: readonly number[];
  /** By how much its split lowers the tree's impurity, and where the right rows then begin; absent if it is not to be split. */
  readonly split?: { readonly decrease: number; readonly middle: number; addTo(builder: TreeBuilder): number };
  children?: readonly [left: Candidate, right: Candidate];
}

/**
 * Grows a tree of at most so many leaves: always splits the node whose split lowers the impurity most, of equal ones
 * that which was searched first. A node's random choices hang on its path alone, so its split is that of the tree
 * without this limit.
 */
export function growBestFirst(grower: NodeGrower, maxLeafNodes: number): Tree {
  const root = searchNode(grower, 0, grower.inBag, 0, ROOT);
  const frontier = new Frontier();
  frontier.add(root);
  for (let leaves = 1; leaves < maxLeafNodes; leaves++) {
    const best = frontier.takeBest();
    if (best?.split === undefined) break;
    const { start, end, depth, name, split } = best;
    const left = searchNode(grower, start, split.middle, depth + 1, childNode(name, 0));
    const right = searchNode(grower, split.middle, end, depth + 1, childNode(name, 1));
    best.children = [left, right];
    frontier.add(left);
    frontier.add(right);
  }
  return inPreorder(root);
}

function searchNode(grower: NodeGrower, start: number, end: number, depth: number, name: number): Candidate {
  const splits = grower.search(start, end, depth, name, 0);
  const counts: number[] = [];
  const classes: number[] = [];
  grower.eachClass((label, count) => {
    classes.push(label);
    counts.push(count);
  });
  if (!splits) return { start, end, depth, name, classes, counts };
  const { decrease } = grower;
  const middle = grower.partition();
  let addTo = (_: TreeBuilder): number => 0;
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
  return { start, end, depth, name, classes, counts, split: { decrease, middle, addTo } };
}

function inPreorder(root: Candidate): Tree {
  const sizes = { leaves: 0, classes: 0 };
  for (const pending = [root]; pending.length > 0; ) {
    const { children, classes } = pending.pop() as Candidate;
    if (children !== undefined) pending.push(...children);
    else {
      sizes.leaves += 1;
      sizes.classes += classes.length;
    }
  }
  const builder = new TreeBuilder(sizes.leaves, sizes.classes);
  const pending = [{ node: root, rightOf: -1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, rightOf } = next;
    if (rightOf >= 0) builder.startRight(rightOf);
    if (node.split !== undefined && node.children !== undefined) {
      const index = node.split.addTo(builder);
      pending.push({ node: node.children[1], rightOf: index }, { node: node.children[0], rightOf: -1 });
    } else {
      builder.addLeaf();
      node.classes.forEach((label, i) => {
        builder.addToLeaf(label, node.counts[i]);
      });
    }
  }
  return builder.build();
}

/** The nodes that may be split, as a heap with the best on top. */
class Frontier {
  private readonly heap: { readonly node: Candidate; readonly decrease: number; readonly order: number }[] = [];
  private added = 0;

  add(node: Candidate): void {
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

  takeBest(): Candidate | undefined {
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
