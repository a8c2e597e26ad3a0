import { enterNode } from "./enter-node.js";
import { partitionRows } from "./partition-rows.js";
import { searchNode } from "./search-node.js";
import type { Limits, NodeSearch, Workspace } from "./workspace.js";

/** The steps by which a tree is grown, on the rows of one node after the other. */
export interface Kernels {
  /** Adds up the classes of a node and makes it ready to be searched; whether all its rows are of one class. */
  enterNode(start: number, end: number): boolean;
  /** Looks for the node's best split; how many constant features are known now. See `search-node.ts`. */
  searchNode(keyA: number, keyB: number, maxFeatures: number, constants: number): number;
  /** Moves the rows that the split sends left before the others; where the others begin. */
  partitionRows(): number;
}

/** The kernels of a workspace, compiled if it has such; what they find is in `node`. */
export function kernelsFor(workspace: Workspace, node: NodeSearch, limits: Limits): Kernels {
  const { compiled } = workspace;
  if (compiled === undefined) {
    return {
      enterNode: (start, end) => enterNode(workspace, node, start, end, limits.gini),
      searchNode: (keyA, keyB, maxFeatures, constants) =>
        searchNode(workspace, node, keyA, keyB, maxFeatures, constants, limits),
      partitionRows: () => partitionRows(workspace, node),
    };
  }
  compiled.useMatrix();
  compiled.gini.value = limits.gini ? 1 : 0;
  compiled.minSamplesLeaf.value = limits.minSamplesLeaf;
  return {
    enterNode: (start, end) => {
      const pure = compiled.enterNode(start, end) === 1;
      node.start = start;
      node.end = end;
      node.read(workspace);
      return pure;
    },
    searchNode: (keyA, keyB, maxFeatures, constants) => {
      const known = compiled.searchNode(keyA, keyB, maxFeatures, constants);
      node.read(workspace);
      return known;
    },
    partitionRows: () => compiled.partitionRows(),
  };
}
