/**
 * Finding the leaves that rows fall into. A few rows go down a tree side by side, so that the processor waits for the
 * memory of one while it computes another; a row that has come to its leaf stays there until the others have.
 */
import { COLUMNS, type CompactTree } from "../compact-tree.js";
import type { CompiledKernels } from "./compiled.js";

/** Rows that stand side by side in a block, so that a column of them is 8 bytes; they go down side by side here. */
export const TILE = 4;
/** Rows that go down side by side in the compiled kernels. */
const COMPILED_LANES = 8;

/** A row takes about as much longer here than compiled as copying so many words of a tree takes. */
const WORDS_A_ROW = 64;

/** The memory that the kernels work on. */
interface WalkMemory {
  /** The compiled kernels walk what is here. */
  readonly tree: Int32Array;
  /** See `WalkableForest`; has room for a multiple of 8 rows, as `leaves` has. */
  readonly block: Uint16Array;
  readonly features: number;
  readonly leaves: Int32Array;
  readonly compiled: CompiledKernels | undefined;
}

/** Writes the numbers of the leaves that the first `length` rows of the block fall into. */
export function walk(
  compact: CompactTree,
  { tree, block, features, leaves, compiled }: WalkMemory,
  length: number,
): void {
  const { nodes, hasCategories } = compact;
  if (compiled === undefined || WORDS_A_ROW * length < nodes.length) {
    if (hasCategories) walkAny(nodes, block, COLUMNS * features, length, leaves);
    else walkOrdered(nodes, block, COLUMNS * features, length, leaves);
    return;
  }
  tree.set(nodes);
  const run = hasCategories ? compiled.walkAny : compiled.walkOrdered;
  const rows = Math.ceil(length / COMPILED_LANES) * COMPILED_LANES;
  run(block.byteOffset, 2 * COLUMNS * features, rows, leaves.byteOffset);
}

function walkOrdered(nodes: Int32Array, block: Uint16Array, columns: number, length: number, leaves: Int32Array): void {
  for (let row = 0; row < length; row += TILE) {
    const tile = row * columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    while ((nodes[2 * a] & nodes[2 * b] & nodes[2 * c] & nodes[2 * d]) >= 0) {
      a = next(nodes, block, tile, a);
      b = next(nodes, block, tile + 1, b);
      c = next(nodes, block, tile + 2, c);
      d = next(nodes, block, tile + 3, d);
    }
    putLeaves(nodes, leaves, row, a, b, c, d);
  }
}

/** The same for a tree that splits by category too. */
function walkAny(nodes: Int32Array, block: Uint16Array, columns: number, length: number, leaves: Int32Array): void {
  for (let row = 0; row < length; row += TILE) {
    const tile = row * columns;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    while ((nodes[2 * a] & nodes[2 * b] & nodes[2 * c] & nodes[2 * d]) >= 0) {
      a = nextOfAny(nodes, block, tile, a);
      b = nextOfAny(nodes, block, tile + 1, b);
      c = nextOfAny(nodes, block, tile + 2, c);
      d = nextOfAny(nodes, block, tile + 3, d);
    }
    putLeaves(nodes, leaves, row, a, b, c, d);
  }
}

/** One step down by order; none from a leaf. */
function next(nodes: Int32Array, block: Uint16Array, row: number, at: number): number {
  const first = nodes[2 * at];
  const second = nodes[2 * at + 1];
  // The sign bit of "split less code" is 1 where the row goes right.
  const below = first + (((second & 0xffff) - block[row + TILE * (second >>> 16)]) >>> 31);
  return first < 0 ? at : below;
}

/** The same by order or by category: the set is looked up at every node, and does not count at ordered ones. */
function nextOfAny(nodes: Int32Array, block: Uint16Array, row: number, at: number): number {
  const first = nodes[2 * at];
  const second = nodes[2 * at + 1];
  const code = block[row + TILE * (second >>> 16)];
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
