import type { TaskContext } from "../../engine/engine.js";
import type { CodeMatrix } from "../grow/binned-matrix.js";
import { encodeTrees } from "../narrow-tree.js";
import { pack } from "../pack.js";
import type { TreeNodes } from "../tree.js";
import { drawLeftOut } from "./left-out.js";
import { decodeMatrix } from "./training-parts.js";

/** What tasks run for the trees of a matrix from number `from` up to `to`. */
type TreesTask<P> = (context: TaskContext, matrix: Uint8Array, params: P, from: number, to: number) => Uint8Array;

/**
 * What tasks run to grow trees.
 *
 * @param makeWorkspace - makes the memory to grow in, once per worker and matrix.
 * @param growTree - grows a tree there; its arrays may be the workspace's, which the next tree takes.
 */
export function growTask<M extends CodeMatrix, W, P>(
  makeWorkspace: (matrix: M, params: P) => W,
  growTree: (workspace: W, params: P, tree: number) => TreeNodes,
): TreesTask<P> {
  return (context, matrix, params, from, to) => {
    const workspace = context.cached(matrix, "workspace", () => makeWorkspace(decodeMatrix<M>(matrix), params));
    return encodeTrees(from, to, (tree) => growTree(workspace, params, tree));
  };
}

/**
 * What tasks run to tell which rows the samples of trees left out.
 *
 * @param sampleOf - how often each row is in a tree's sample.
 */
export function leftOutTask<M extends CodeMatrix, P>(
  sampleOf: (params: P, matrix: M, tree: number) => Uint32Array,
): TreesTask<P> {
  return (context, matrix, params, from, to) => {
    const decoded = context.cached(matrix, "matrix", () => decodeMatrix<M>(matrix));
    return pack(null, { bits: drawLeftOut(decoded.rows, from, to, (tree) => sampleOf(params, decoded, tree)) });
  };
}
