// What growDepthFirst of ../../grow.ts and NodeGrower of ../../grow-node.ts do together; comments are there.
import { copyBlock, useBlock, useMatrix } from "./columns";
import { sideScore } from "./criterion";
import { enterNode } from "./enter-node";
import * as node from "./node";
import { partitionRows } from "./partition-rows";
import { childNode, mix } from "./random";
import { searchNode } from "./search-node";
import {
  blockRows,
  categorical,
  categoryWords,
  codeCounts,
  constants,
  edgeStart,
  edges,
  exact,
  foundIntegers,
  gini,
  isConstant,
  leafClass,
  leafStart,
  leafWeight,
  leftBits,
  minSamplesLeaf,
  nodeClasses,
  nodeFeature,
  nodeKind,
  nodeRight,
  nodeSplit,
  totals,
  waiting,
  wide,
} from "./state";

const ROOT = 1;
const LEAF: u8 = 0;
const MISSING_RIGHT: u8 = 1;
const MISSING_LEFT: u8 = 2;
const CATEGORIES: u8 = 3;
const EPSILON: f64 = 2.220446049250313e-16;
const ENTROPY_SCALE: f64 = 1048576;
/** Bytes of a waiting node. */
const WAITING = 28;

let nodes = 0;
let leaves = 0;
let pairs = 0;
let words = 0;
let known = 0;
let top: usize = 0;

/**
 * Grows a tree depth first. Its nodes, leaves, classes of leaves and words of categories are as many as `foundIntegers`
 * says then.
 */
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
  nodes = leaves = pairs = words = known = 0;
  top = waiting;
  useMatrix();
  push(0, inBag, 0, ROOT, -1, false);
  while (top > waiting) {
    top -= WAITING;
    const start = load<i32>(top);
    const end = load<i32>(top, 4);
    const depth = load<i32>(top, 8);
    const name = load<i32>(top, 12);
    const rightOf = load<i32>(top, 16);
    let inBlock = load<i32>(top, 24) != 0;
    if (rightOf >= 0) store<i32>(nodeRight + (rightOf << 2), nodes);
    forgetConstants(load<i32>(top, 20));
    const rows = end - start;
    const pure = enterNode(start, end) != 0;
    if (pure || depth >= maxDepth || rows < minSamplesSplit || rows < 2 * minSamplesLeaf) {
      addLeaf();
      continue;
    }
    if (inBlock) useBlock();
    else if (rows > blockRows) useMatrix();
    else {
      if (wide) copyBlock<u16>(start, end);
      else copyBlock<u8>(start, end);
      inBlock = true;
    }
    known = searchNode(mix(name ^ keyA), mix(name + keyB), maxFeatures, known);
    if (node.feature < 0 || !lowersEnough(minImpurityDecrease, treeDraws)) {
      addLeaf();
      continue;
    }
    const middle = partitionRows();
    const index = addSplit(start, middle, end);
    push(middle, end, depth + 1, childNode(name, 1), index, inBlock);
    push(start, middle, depth + 1, childNode(name, 0), -1, inBlock);
  }
  forgetConstants(0);
  store<i32>(foundIntegers, nodes);
  store<i32>(foundIntegers, leaves, 4);
  store<i32>(foundIntegers, pairs, 8);
  store<i32>(foundIntegers, words, 12);
}

function push(start: i32, end: i32, depth: i32, name: i32, rightOf: i32, inBlock: bool): void {
  store<i32>(top, start);
  store<i32>(top, end, 4);
  store<i32>(top, depth, 8);
  store<i32>(top, name, 12);
  store<i32>(top, rightOf, 16);
  store<i32>(top, known, 20);
  store<i32>(top, i32(inBlock), 24);
  top += WAITING;
}

function forgetConstants(left: i32): void {
  while (known > left) {
    known -= 1;
    store<u8>(isConstant + load<i32>(constants + (known << 2)), 0);
  }
}

function lowersEnough(least: f64, treeDraws: f64): bool {
  if (least == 0) return true;
  const lowered = node.score - sideScore(node.termSum, node.draws);
  return (gini ? lowered / treeDraws : lowered / ENTROPY_SCALE / treeDraws) + EPSILON >= least;
}

function addLeaf(): void {
  store<u8>(nodeKind + nodes, LEAF);
  const at = nodes << 2;
  store<i32>(nodeFeature + at, 0);
  store<i32>(nodeSplit + at, leaves);
  store<i32>(nodeRight + at, 0);
  nodes += 1;
  for (let k = 0; k < node.classCount; k++) {
    const total = <u32>load<f64>(totals + (k << 3));
    if (total == 0) continue;
    store<u16>(leafClass + (pairs << 1), <u16>load<i32>(nodeClasses + (k << 2)));
    store<u32>(leafWeight + (pairs << 2), total);
    pairs += 1;
  }
  leaves += 1;
  store<i32>(leafStart + (leaves << 2), pairs);
}

function addSplit(start: i32, middle: i32, end: i32): i32 {
  const feature = node.feature;
  const at = nodes << 2;
  const codeCount = load<i32>(codeCounts + (feature << 2));
  store<i32>(nodeFeature + at, feature);
  if (load<u8>(categorical + feature)) {
    store<u8>(nodeKind + nodes, CATEGORIES);
    store<i32>(nodeSplit + at, words);
    addCategories((codeCount + 31) >> 5);
  } else {
    const missingLeft = node.sawMissing ? node.low == 0 : middle - start > end - middle;
    store<u8>(nodeKind + nodes, missingLeft ? MISSING_LEFT : MISSING_RIGHT);
    const next = node.next;
    let split = next - 1;
    if (exact) split = (node.split << 16) | (next == codeCount ? 0 : next);
    else if (next != codeCount) split = middleCode(load<i32>(edgeStart + (feature << 2)) - 1, node.split, next);
    store<i32>(nodeSplit + at, split);
  }
  return nodes++;
}

function addCategories(count: i32): void {
  memory.copy(categoryWords + (words << 2), leftBits, count << 2);
  words += count;
}

/** That of ../../middle-code.ts. */
function middleCode(offset: i32, left: i32, right: i32): i32 {
  const at = edges + (offset << 3);
  const last = right - 1;
  const middle = load<f64>(at + (left << 3)) / 2 + load<f64>(at + (last << 3)) / 2;
  if (!isFinite<f64>(middle)) return (left + last) >> 1;
  let low = left;
  let high = last;
  while (low < high) {
    const code = (low + high) >> 1;
    if (load<f64>(at + (code << 3)) < middle) low = code + 1;
    else high = code;
  }
  const edge = load<f64>(at + (low << 3));
  return low > left && middle - load<f64>(at + ((low - 1) << 3)) <= edge - middle ? low - 1 : low;
}
