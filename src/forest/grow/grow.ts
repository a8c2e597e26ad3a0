import { copiedTree } from "../kernel/tree-memory.js";
import type { Workspace } from "../kernel/workspace.js";
import { childNode, ROOT } from "../random.js";
import type { Tree } from "../tree.js";
import type { GrowParams } from "./binned-matrix.js";
import { growBestFirst } from "./grow-best-first.js";
import { NodeGrower } from "./grow-node.js";
import { TreeBuilder } from "./tree-builder.js";

/**
 * Grows tree number `tree` of a forest with scikit-learn's rules: the best of the splits of some features drawn at
 * each node, until a node is pure or a limit is reached. The same matrix, parameters and number give the same tree on
 * any machine.
 *
 * @param workspace - memory for trees on this matrix, to be used again for the next one.
 */
export function growTree(workspace: Workspace, params: GrowParams, tree: number): Tree {
  return copiedTree(growInPlace(workspace, params, tree));
}

/** The same; the tree's arrays may be the workspace's, which the next tree takes. */
export function growInPlace(workspace: Workspace, params: GrowParams, tree: number): Tree {
  const grower = new NodeGrower(workspace, params, tree);
  if (params.maxLeafNodes === null && workspace.growsAtOnce) return grower.growAtOnce();
  // Leaves have no more classes than rows.
  const makeBuilder = (leaves: number): TreeBuilder =>
    new TreeBuilder(leaves, Math.min(grower.inBag, leaves * workspace.matrix.classes));
  const grown =
    params.maxLeafNodes === null
      ? growDepthFirst(grower)
      : growBestFirst(grower, params.maxLeafNodes, makeBuilder).build();
  grower.finish();
  return grown;
}

function growDepthFirst(grower: NodeGrower): Tree {
  const builder = new TreeBuilder(grower.inBag, grower.inBag);
  const addClass = (label: number, count: number): void => builder.addToLeaf(label, count);
  const waiting = new WaitingNodes();
  waiting.push(0, grower.inBag, 0, ROOT, -1, 0);
  while (waiting.pop()) {
    const { start, end, depth, name, rightOf, constants } = waiting;
    if (rightOf >= 0) builder.startRight(rightOf);
    if (!grower.search(start, end, depth, name, constants)) {
      builder.addLeaf();
      grower.eachClass(addClass);
      continue;
    }
    const middle = grower.partition();
    const index = grower.addSplit(builder, middle);
    waiting.push(middle, end, depth + 1, childNode(name, 1), index, grower.constants);
    waiting.push(start, middle, depth + 1, childNode(name, 0), -1, grower.constants);
  }
  return builder.build();
}

/** The nodes still to be grown, last in first out; the fields are those of the one popped last. */
export class WaitingNodes {
  start = 0;
  end = 0;
  depth = 0;
  name = 0;
  /** The parent, of a right child; -1 of a left child and the root. */
  rightOf = 0;
  constants = 0;
  private stack = new Int32Array(6 * 64);
  private top = 0;

  push(start: number, end: number, depth: number, name: number, rightOf: number, constants: number): void {
    if (this.top === this.stack.length) {
      const more = new Int32Array(2 * this.stack.length);
      more.set(this.stack);
      this.stack = more;
    }
    const { stack, top } = this;
    stack[top] = start;
    stack[top + 1] = end;
    stack[top + 2] = depth;
    stack[top + 3] = name;
    stack[top + 4] = rightOf;
    stack[top + 5] = constants;
    this.top = top + 6;
  }

  pop(): boolean {
    if (this.top === 0) return false;
    this.top -= 6;
    const { stack, top } = this;
    this.start = stack[top];
    this.end = stack[top + 1];
    this.depth = stack[top + 2];
    this.name = stack[top + 3];
    this.rightOf = stack[top + 4];
    this.constants = stack[top + 5];
    return true;
  }
}
