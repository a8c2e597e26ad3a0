import type { GrowParams } from "./binned-matrix.js";
import { bootstrapCounts } from "./bootstrap.js";
import { impurityDecrease, sideScore } from "./kernel/criterion.js";
import { enterNode, enterTree } from "./kernel/enter-node.js";
import { partitionRows } from "./kernel/partition-rows.js";
import { searchNode } from "./kernel/search-node.js";
import { NodeSearch, type Workspace } from "./kernel/workspace.js";
import { middleCode } from "./middle-code.js";
import { childNode, makeKey, mix, Purpose, ROOT } from "./random.js";
import type { Tree } from "./tree.js";
import { TreeBuilder } from "./tree-builder.js";

/** What scikit-learn adds to an improvement before it compares, so that rounding does not stop a split. */
const EPSILON = 2 ** -52;

/**
 * Grows tree number `tree` of a forest, depth first, with scikit-learn's rules: the best of the splits of some
 * features drawn at each node, until a node is pure or a limit is reached. The same matrix, parameters and number
 * give the same tree on any machine.
 *
 * @param workspace - memory for trees on this matrix, to be used again for the next one.
 */
export function growTree(workspace: Workspace, params: GrowParams, tree: number): Tree {
  const { matrix } = workspace;
  const counts = bootstrapCounts(params.seed, tree, matrix.rows, params.draws);
  const inBag = enterTree(workspace, matrix, counts);
  const treeDraws = params.draws ?? matrix.rows;
  const key = makeKey(params.seed, tree, Purpose.features);
  const limits = { gini: params.criterion === "gini", minSamplesLeaf: params.minSamplesLeaf };
  const builder = new TreeBuilder(inBag, inBag);
  const node = new NodeSearch(workspace);
  const waiting = new WaitingNodes();
  let known = 0;
  waiting.push(0, inBag, 0, ROOT, -1, 0);
  while (waiting.pop()) {
    const { start, end, depth, name, rightOf } = waiting;
    if (rightOf >= 0) builder.startRight(rightOf);
    // Constants found deeper, in the subtree grown before this one, do not hold here.
    while (known > waiting.constants) workspace.isConstant[workspace.constants[--known]] = 0;

    const pure = enterNode(workspace, node, start, end, limits.gini);
    const rows = end - start;
    const stops = pure || depth >= params.maxDepth || rows < params.minSamplesSplit || rows < 2 * params.minSamplesLeaf;
    if (!stops) {
      known = searchNode(workspace, node, mix(name ^ key.a), mix(name + key.b), params.maxFeatures, known, limits);
    }
    if (node.feature < 0 || decrease(node, limits.gini, treeDraws) + EPSILON < params.minImpurityDecrease) {
      addLeaf(builder, workspace, node);
      continue;
    }
    const middle = partitionRows(workspace, node);
    const index = addSplit(builder, workspace, node, middle);
    waiting.push(middle, end, depth + 1, childNode(name, 1), index, known);
    waiting.push(start, middle, depth + 1, childNode(name, 0), -1, known);
  }
  while (known > 0) workspace.isConstant[workspace.constants[--known]] = 0;
  return builder.build();
}

function decrease(node: NodeSearch, gini: boolean, treeDraws: number): number {
  return impurityDecrease(gini, node.score, sideScore(gini, node.termSum, node.draws), treeDraws);
}

function addLeaf(builder: TreeBuilder, workspace: Workspace, node: NodeSearch): void {
  const { totals, nodeClasses } = workspace;
  builder.addLeaf();
  for (let k = 0; k < node.classes; k++) if (totals[k] > 0) builder.addToLeaf(nodeClasses[k], totals[k]);
}

/** What did not occur in the node, a missing value or a category, goes to the larger child; right if equal. */
function addSplit(builder: TreeBuilder, workspace: Workspace, node: NodeSearch, middle: number): number {
  const { categorical, codeCounts, edges, edgeStart } = workspace.matrix;
  const { feature, leftBits, seenBits } = node;
  const largerLeft = middle - node.start > node.end - middle;
  if (categorical[feature] === 1) {
    const words = (codeCounts[feature] + 31) >> 5;
    if (largerLeft) for (let word = 0; word < words; word++) leftBits[word] |= ~seenBits[word];
    return builder.addCategorySplit(feature, leftBits, words);
  }
  const last = node.next === codeCounts[feature];
  const split = last ? node.next - 1 : middleCode(edges, edgeStart[feature] - 1, node.split, node.next);
  return builder.addSplit(feature, split, node.sawMissing ? node.low === 0 : largerLeft);
}

/** The nodes still to be grown, last in first out; the fields are those of the one popped last. */
class WaitingNodes {
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
