// The nodes of the tree that is being grown, and those that wait: NodeBuilder of ../../grow/node-builder.ts, WaitingNodes of
// ../../grow/grow.ts, and addFoundSplit of ../../grow/found-split.ts; comments are there. For trees of numbers it is compiled
// once more, with the files of these names in ../../regression/wasm.
import * as node from "./node";
import {
  categorical,
  categoryWords,
  codeCounts,
  constants,
  edgeStart,
  edges,
  exact,
  foundIntegers,
  isConstant,
  leftBits,
  nodeFeature,
  nodeKind,
  nodeRight,
  nodeSplit,
  waiting,
} from "./state";

const ROOT = 1;
const LEAF: u8 = 0;
const MISSING_RIGHT: u8 = 1;
const MISSING_LEFT: u8 = 2;
const CATEGORIES: u8 = 3;
/** Bytes of a waiting node. */
const WAITING = 28;

let nodes = 0;
let words = 0;
let top: usize = 0;
export let leaves = 0;

/** The node that was taken last: of those that wait the one that came last. */
export let start = 0;
export let end = 0;
export let depth = 0;
export let name = 0;
/** How many constant features are known from its ancestors. */
export let inherited = 0;
/** Whatever was noted of it. */
export let note = 0;

/** Begins a tree on so many rows. */
export function beginTree(inBag: i32): void {
  nodes = leaves = words = 0;
  top = waiting;
  push(0, inBag, 0, ROOT, -1, 0, 0);
}

/** Takes a node; false when there is none left. */
export function take(): bool {
  if (top == waiting) return false;
  top -= WAITING;
  start = load<i32>(top);
  end = load<i32>(top, 4);
  depth = load<i32>(top, 8);
  name = load<i32>(top, 12);
  const rightOf = load<i32>(top, 16);
  inherited = load<i32>(top, 20);
  note = load<i32>(top, 24);
  if (rightOf >= 0) store<i32>(nodeRight + (rightOf << 2), nodes);
  return true;
}

export function push(from: i32, to: i32, level: i32, called: i32, rightOf: i32, known: i32, noted: i32): void {
  store<i32>(top, from);
  store<i32>(top, to, 4);
  store<i32>(top, level, 8);
  store<i32>(top, called, 12);
  store<i32>(top, rightOf, 16);
  store<i32>(top, known, 20);
  store<i32>(top, noted, 24);
  top += WAITING;
}

/** Forgets constant features but the first `left` of `known`; how many are known then. */
export function forgetConstants(known: i32, left: i32): i32 {
  while (known > left) {
    known -= 1;
    store<u8>(isConstant + load<i32>(constants + (known << 2)), 0);
  }
  return known;
}

export function addLeafNode(): void {
  store<u8>(nodeKind + nodes, LEAF);
  const at = nodes << 2;
  store<i32>(nodeFeature + at, 0);
  store<i32>(nodeSplit + at, leaves);
  store<i32>(nodeRight + at, 0);
  nodes += 1;
  leaves += 1;
}

export function addSplit(from: i32, middle: i32, to: i32): i32 {
  const feature = node.feature;
  const at = nodes << 2;
  const codeCount = load<i32>(codeCounts + (feature << 2));
  store<i32>(nodeFeature + at, feature);
  if (load<u8>(categorical + feature)) {
    store<u8>(nodeKind + nodes, CATEGORIES);
    store<i32>(nodeSplit + at, words);
    addCategories((codeCount + 31) >> 5);
  } else {
    const missingLeft = node.sawMissing ? node.low == 0 : middle - from > to - middle;
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

/** Tells how many nodes, leaves and words of categories the tree has: see grownNodes of ../tree-memory.ts. */
export function tellTree(): void {
  store<i32>(foundIntegers, nodes);
  store<i32>(foundIntegers, leaves, 4);
  store<i32>(foundIntegers, words, 8);
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
