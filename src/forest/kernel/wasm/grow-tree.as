// What growDepthFirst of ../../grow.ts and NodeGrower of ../../grow-node.ts do together; comments are there.
import { copyBlock, useBlock, useMatrix } from "./columns";
import { sideScore } from "./criterion";
import { enterNode } from "./enter-node";
import * as node from "./node";
import { partitionRows } from "./partition-rows";
import { childNode, mix } from "./random";
import { searchNode } from "./search-node";
import { blockRows, gini, leafClass, leafStart, leafWeight, minSamplesLeaf, nodeClasses, totals, wide } from "./state";
import * as tree from "./tree-nodes";

const EPSILON: f64 = 2.220446049250313e-16;
const ENTROPY_SCALE: f64 = 1048576;

/** Classes of all leaves so far. */
let pairs = 0;

/** Grows a tree depth first. */
export function growTree(
  inBag: i32,
  keyA: i32,
  keyB: i32,
  maxFeatures: i32,
  maxDepth: i32,
  minSamplesSplit: i32,
  minImpurityDecrease: f64,
  treeDraws: f64,
): void {
  pairs = 0;
  let known = 0;
  useMatrix();
  tree.beginTree(inBag);
  while (tree.take()) {
    const start = tree.start;
    const end = tree.end;
    const name = tree.name;
    let inBlock = tree.note;
    known = tree.forgetConstants(known, tree.inherited);
    const rows = end - start;
    const pure = enterNode(start, end) != 0;
    if (pure || tree.depth >= maxDepth || rows < minSamplesSplit || rows < 2 * minSamplesLeaf) {
      addLeaf();
      continue;
    }
    if (inBlock) useBlock();
    else if (rows > blockRows) useMatrix();
    else {
      if (wide) copyBlock<u16>(start, end);
      else copyBlock<u8>(start, end);
      inBlock = 1;
    }
    known = searchNode(mix(name ^ keyA), mix(name + keyB), maxFeatures, known);
    if (node.feature < 0 || !lowersEnough(minImpurityDecrease, treeDraws)) {
      addLeaf();
      continue;
    }
    const middle = partitionRows();
    const index = tree.addSplit(start, middle, end);
    const depth = tree.depth + 1;
    tree.push(middle, end, depth, childNode(name, 1), index, known, inBlock);
    tree.push(start, middle, depth, childNode(name, 0), -1, known, inBlock);
  }
  tree.forgetConstants(known, 0);
  tree.tellTree();
}

function lowersEnough(least: f64, treeDraws: f64): bool {
  if (least == 0) return true;
  const lowered = node.score - sideScore(node.termSum, node.draws);
  return (gini ? lowered / treeDraws : lowered / ENTROPY_SCALE / treeDraws) + EPSILON >= least;
}

function addLeaf(): void {
  tree.addLeafNode();
  for (let k = 0; k < node.classCount; k++) {
    const total = <u32>load<f64>(totals + (k << 3));
    if (total == 0) continue;
    store<u16>(leafClass + (pairs << 1), <u16>load<i32>(nodeClasses + (k << 2)));
    store<u32>(leafWeight + (pairs << 2), total);
    pairs += 1;
  }
  store<i32>(leafStart + (tree.leaves << 2), pairs);
}
