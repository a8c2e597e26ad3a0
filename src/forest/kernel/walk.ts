/**
 * Finding the leaves that rows fall into. Four rows go down a tree side by side, so that the processor waits for the
 * memory of one while it computes another; a row that has come to its leaf stays there until the others have.
 */
import type { CompactTree } from "../compact-tree.js";
import type { CompiledKernels } from "./compiled.js";

/** Rows that go down side by side here, and in the compiled kernels. */
const LANES = 4;
const COMPILED_LANES = 8;

/**
 * Writes the numbers of the leaves that the first `length` rows of a block fall into.
 *
 * @param block - row after row, each of `columns` numbers: see `COLUMNS` of `compact-tree.ts`.
 * @param leaves - has room for a multiple of 8 rows, as `block` has.
 * @param compiled - kernels that work on the memory of the other arrays.
 */
export function walk(
  tree: CompactTree,
  block: Uint16Array,
  columns: number,
  length: number,
  leaves: Int32Array,
  compiled: CompiledKernels | undefined,
): void {
  if (compiled === undefined) {
    if (tree.hasCategories) walkAny(tree, block, columns, length, leaves);
    else walkOrdered(tree, block, columns, length, leaves);
    return;
  }
  const run = tree.hasCategories ? compiled.walkAny : compiled.walkOrdered;
  const rows = Math.ceil(length / COMPILED_LANES) * COMPILED_LANES;
  run(tree.nodes.byteOffset, block.byteOffset, 2 * columns, rows, leaves.byteOffset);
}

function walkOrdered(
  { nodes }: CompactTree,
  block: Uint16Array,
  columns: number,
  length: number,
  leaves: Int32Array,
): void {
  for (let row = 0; row < length; row += LANES) {
    const rowA = row * columns;
    const rowB = rowA + columns;
    const rowC = rowB + columns;
    const rowD = rowC + columns;
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
    putLeaves(nodes, leaves, row, a, b, c, d);
  }
}

/** The same for a tree that splits by category too. */
function walkAny(
  { nodes }: CompactTree,
  block: Uint16Array,
  columns: number,
  length: number,
  leaves: Int32Array,
): void {
  for (let row = 0; row < length; row += LANES) {
    const rowA = row * columns;
    const rowB = rowA + columns;
    const rowC = rowB + columns;
    const rowD = rowC + columns;
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
    putLeaves(nodes, leaves, row, a, b, c, d);
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
  row: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  leaves[row] = nodes[2 * a] & 0x7fffffff;
  leaves[row + 1] = nodes[2 * b] & 0x7fffffff;
  leaves[row + 2] = nodes[2 * c] & 0x7fffffff;
  leaves[row + 3] = nodes[2 * d] & 0x7fffffff;
}
