// What growDepthFirst and RegressionGrower of ../grow-regression.ts do together; comments are there.
import { enterNode } from "./enter-node";
import * as node from "./node";
import { listRows, partitionLists, partitionRows } from "./partition";
import { childNode, mix } from "./random";
import { searchNode } from "./search-node";
import {
  features,
  leafValue,
  leafWeight,
  lists,
  minSamplesLeaf,
  offset,
  rowIds,
  rowTerms,
  sortedRows,
  targetScale,
  targets,
} from "./state";
import * as tree from "./tree-nodes";

const EPSILON: f64 = 2.220446049250313e-16;

/** Grows a tree depth first. */
export function growTree(
  inBag: i32,
  keyA: i32,
  keyB: i32,
  maxFeatures: i32,
  maxDepth: i32,
  minSamplesSplit: i32,
  minImpurityDecrease: f64,
  treeWeight: f64,
  weightScale: f64,
  usesLists: i32,
): void {
  let known = 0;
  let listedFrom = 0;
  let listedTo = 0;
  tree.beginTree(inBag);
  while (tree.take()) {
    const start = tree.start;
    const end = tree.end;
    const name = tree.name;
    const rows = end - start;
    known = tree.forgetConstants(known, tree.inherited);
    if (usesLists && end > listedTo && rows <= sortedRows) {
      listedFrom = start;
      listedTo = end;
      listRows(start, end);
    }
    const listed = end <= listedTo ? start - listedFrom : -1;
    if (rows == 1) {
      const row = firstRow(start, listed);
      addLeaf(targetOf(row), load<f64>(rowTerms + (<usize>row << 4)) / weightScale);
      continue;
    }
    const pure = enterNode(start, end, listed) != 0;
    const value = pure ? targetOf(firstRow(start, listed)) : (offset + node.sum / node.weight) / targetScale;
    const weight = node.weight / weightScale;
    if (pure || tree.depth >= maxDepth || rows < minSamplesSplit || rows < 2 * minSamplesLeaf) {
      addLeaf(value, weight);
      continue;
    }
    known = searchNode(mix(name ^ keyA), mix(name + keyB), maxFeatures, known, listed);
    if (node.feature < 0 || !lowersEnough(minImpurityDecrease, treeWeight)) {
      addLeaf(value, weight);
      continue;
    }
    const middle = listed < 0 ? partitionRows() : partitionLists(listedFrom);
    const index = tree.addSplit(start, middle, end);
    const depth = tree.depth + 1;
    tree.push(middle, end, depth, childNode(name, 1), index, known, 0);
    tree.push(start, middle, depth, childNode(name, 0), -1, known, 0);
  }
  tree.forgetConstants(known, 0);
  tree.tellTree();
}

function lowersEnough(least: f64, treeWeight: f64): bool {
  if (least == 0) return true;
  return node.score / node.weight / treeWeight / targetScale / targetScale + EPSILON >= least;
}

function addLeaf(value: f64, weight: f64): void {
  store<f64>(leafValue + (<usize>tree.leaves << 3), value);
  store<f64>(leafWeight + (<usize>tree.leaves << 3), weight);
  tree.addLeafNode();
}

function firstRow(start: i32, listed: i32): i32 {
  if (listed < 0) return start;
  return start - listed + load<i32>(lists + (<usize>(features * sortedRows + listed) << 2));
}

function targetOf(row: i32): f64 {
  return load<f64>(targets + (<usize>load<u32>(rowIds + (<usize>row << 2)) << 3));
}
