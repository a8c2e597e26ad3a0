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
  const { nodes, leafAt } = tree;
  run(nodes.byteOffset, leafAt.byteOffset, block.byteOffset, 2 * columns, rows, leaves.byteOffset);
}

function walkOrdered(
  { nodes, leafAt }: CompactTree,
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
    while (true) {
      const splitA = nodes[2 * a + 1];
      const splitB = nodes[2 * b + 1];
      const splitC = nodes[2 * c + 1];
      const splitD = nodes[2 * d + 1];
      // The sign bit of "split less code" is 1 where the row goes right.
      const nextA = nodes[2 * a] + (((splitA & 0xffff) - block[rowA + (splitA >>> 16)]) >>> 31);
      const nextB = nodes[2 * b] + (((splitB & 0xffff) - block[rowB + (splitB >>> 16)]) >>> 31);
      const nextC = nodes[2 * c] + (((splitC & 0xffff) - block[rowC + (splitC >>> 16)]) >>> 31);
      const nextD = nodes[2 * d] + (((splitD & 0xffff) - block[rowD + (splitD >>> 16)]) >>> 31);
      if (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) === 0) break;
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    }
    leaves[row] = leafAt[a];
    leaves[row + 1] = leafAt[b];
    leaves[row + 2] = leafAt[c];
    leaves[row + 3] = leafAt[d];
  }
}

/** The same with the sets of categories looked up at every node; at ordered ones, what is found does not count. */
function walkAny(
  { nodes, leafAt }: CompactTree,
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
    while (true) {
      const nextA = step(nodes, block, rowA, a);
      const nextB = step(nodes, block, rowB, b);
      const nextC = step(nodes, block, rowC, c);
      const nextD = step(nodes, block, rowD, d);
      if (((nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d)) === 0) break;
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    }
    leaves[row] = leafAt[a];
    leaves[row + 1] = leafAt[b];
    leaves[row + 2] = leafAt[c];
    leaves[row + 3] = leafAt[d];
  }
}

function step(nodes: Int32Array, block: Uint16Array, row: number, at: number): number {
  const first = nodes[2 * at];
  const second = nodes[2 * at + 1];
  const code = block[row + (second >>> 16)];
  const child = first & 0x7fffffff;
  const bySet = first >> 31;
  const set = nodes[(2 * child + 4 + (code >> 5)) & bySet];
  return child + ((((second & 0xffff) - code) >>> 31) | ((set >>> (code & 31)) & bySet & 1));
}
