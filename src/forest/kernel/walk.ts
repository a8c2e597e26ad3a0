/**
 * Finding the leaves that rows fall into. A few rows go down a tree side by side, so that the processor waits for the
 * memory of one while it computes another; a row that has come to its leaf stays there until the others have.
 */
import type { CompactTree } from "../predict/compact-tree.js";
import type { CompiledKernels } from "./compiled.js";

/** Rows that go down side by side here, and in the compiled kernels. */
const LANES = 4;
const COMPILED_LANES = 8;

/** A row takes about as much longer here than compiled as copying so many words of a tree takes. */
const WORDS_A_ROW = 64;

/** The memory that the kernels work on. */
interface WalkMemory {
  /** Has room for the tree: the compiled kernels walk what is here. */
  readonly tree: Int32Array;
  /** Rows, each with two numbers for a feature: see `COLUMNS` of `compact-tree.ts`. */
  readonly block: Uint16Array;
  readonly leaves: Int32Array;
  readonly compiled: CompiledKernels | undefined;
}

/**
 * Writes the numbers of the leaves that some rows of the block fall into.
 *
 * @param rows - where they begin, `length` of them, as addresses in the buffer of the block; has room for a multiple of
 * 8, as `leaves` has.
 */
export function walk(
  { nodes, hasCategories }: CompactTree,
  { tree, block, leaves, compiled }: WalkMemory,
  rows: Int32Array,
  length: number,
): void {
  if (compiled === undefined || WORDS_A_ROW * length < nodes.length) {
    if (hasCategories) walkAny(nodes, block, rows, length, leaves);
    else walkOrdered(nodes, block, rows, length, leaves);
    return;
  }
  tree.set(nodes);
  const run = hasCategories ? compiled.walkAny : compiled.walkOrdered;
  const lanes = Math.ceil(length / COMPILED_LANES) * COMPILED_LANES;
  run(rows.byteOffset, lanes, leaves.byteOffset);
}

function walkOrdered(
  nodes: Int32Array,
  block: Uint16Array,
  rows: Int32Array,
  length: number,
  leaves: Int32Array,
): void {
  for (let i = 0; i < length; i += LANES) {
    const rowA = (rows[i] - block.byteOffset) >> 1;
    const rowB = (rows[i + 1] - block.byteOffset) >> 1;
    const rowC = (rows[i + 2] - block.byteOffset) >> 1;
    const rowD = (rows[i + 3] - block.byteOffset) >> 1;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    while ((nodes[2 * a] & nodes[2 * b] & nodes[2 * c] & nodes[2 * d]) >= 0) {
      a = next(nodes, block, rowA, a);
      b = next(nodes, block, rowB, b);
      c = next(nodes, block, rowC, c);
      d = next(nodes, block, rowD, d);
    }
    putLeaves(nodes, leaves, i, a, b, c, d);
  }
}

/** The same for a tree that splits by category too. */
function walkAny(nodes: Int32Array, block: Uint16Array, rows: Int32Array, length: number, leaves: Int32Array): void {
  for (let i = 0; i < length; i += LANES) {
    const rowA = (rows[i] - block.byteOffset) >> 1;
    const rowB = (rows[i + 1] - block.byteOffset) >> 1;
    const rowC = (rows[i + 2] - block.byteOffset) >> 1;
    const rowD = (rows[i + 3] - block.byteOffset) >> 1;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    while ((nodes[2 * a] & nodes[2 * b] & nodes[2 * c] & nodes[2 * d]) >= 0) {
      a = nextOfAny(nodes, block, rowA, a);
      b = nextOfAny(nodes, block, rowB, b);
      c = nextOfAny(nodes, block, rowC, c);
      d = nextOfAny(nodes, block, rowD, d);
    }
    putLeaves(nodes, leaves, i, a, b, c, d);
  }
}

/** One step down by order; none from a leaf. */
function next(nodes: Int32Array, block: Uint16Array, row: number, at: number): number {
  const first = nodes[2 * at];
  const second = nodes[2 * at + 1];
  // The sign bit of "split less code" is 1 where the row goes right.
  const below = first + (((second & 0xffff) - block[row + (second >>> 16)]) >>> 31);
  return first < 0 ? at : below;
}

/** The same by order or by category: the set is looked up at every node, and does not count at ordered ones. */
function nextOfAny(nodes: Int32Array, block: Uint16Array, row: number, at: number): number {
  const first = nodes[2 * at];
  const second = nodes[2 * at + 1];
  const code = block[row + (second >>> 16)];
  const child = first & 0x3fffffff;
  const bySet = (first << 1) >> 31;
  const set = nodes[(2 * child + 4 + (code >> 5)) & bySet];
  const below = child + ((((second & 0xffff) - code) >>> 31) | ((set >>> (code & 31)) & bySet & 1));
  return first < 0 ? at : below;
}

function putLeaves(
  nodes: Int32Array,
  leaves: Int32Array,
  at: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  leaves[at] = nodes[2 * a] & 0x7fffffff;
  leaves[at + 1] = nodes[2 * b] & 0x7fffffff;
  leaves[at + 2] = nodes[2 * c] & 0x7fffffff;
  leaves[at + 3] = nodes[2 * d] & 0x7fffffff;
}
