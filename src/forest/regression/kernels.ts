import { enterNode, meanOfNode } from "./enter-node.js";
import { listRows, partitionLists, partitionRows } from "./partition.js";
import { searchNode } from "./search-node.js";
import type { CompiledRegression, RegressionSearch, RegressionWorkspace } from "./workspace.js";

/** The steps by which a tree is grown, on the rows of one node after the other. */
export interface RegressionKernels {
  /** Adds up a node and makes it ready to be searched; whether all its targets are equal. */
  enterNode(start: number, end: number, lists: number): boolean;
  /** Looks for the node's best split; how many constant features are known now. See `search-node.ts`. */
  searchNode(keyA: number, keyB: number, maxFeatures: number, constants: number, lists: number): number;
  /** Fills the lists with the rows of a small subtree. */
  listRows(start: number, end: number): void;
  /** Moves the rows that the split sends left before the others; where the others begin. */
  partitionRows(): number;
  /** The same on the lists of the subtree that begins at `first`. */
  partitionLists(first: number): number;
}

/** The kernels of a workspace, compiled if it has such; what they find is in `node`. */
export function regressionKernels(workspace: RegressionWorkspace, node: RegressionSearch): RegressionKernels {
  const { compiled } = workspace;
  // Whole trees that compiled kernels grow have lists of their own making.
  const lists = {
    listRows: (start: number, end: number) => listRows(workspace, start, end),
    partitionLists: (first: number) => partitionLists(workspace, node, first),
  };
  if (compiled !== undefined) return { ...compiledKernels(compiled, workspace, node), ...lists };
  return {
    ...lists,
    enterNode: (start, end, lists) => {
      const pure = enterNode(workspace, node, start, end, lists);
      node.value = meanOfNode(workspace, node, lists, pure);
      return pure;
    },
    searchNode: (keyA, keyB, maxFeatures, constants, lists) =>
      searchNode(workspace, node, keyA, keyB, maxFeatures, constants, lists),
    partitionRows: () => partitionRows(workspace, node),
  };
}

function compiledKernels(
  compiled: CompiledRegression,
  workspace: RegressionWorkspace,
  node: RegressionSearch,
): Pick<RegressionKernels, "enterNode" | "searchNode" | "partitionRows"> {
  compiled.minSamplesLeaf.value = node.minSamplesLeaf;
  return {
    enterNode: (start, end, lists) => {
      const pure = compiled.enterNode(start, end, lists) === 1;
      node.start = start;
      node.end = end;
      node.read(workspace);
      node.value = meanOfNode(workspace, node, lists, pure);
      return pure;
    },
    searchNode: (keyA, keyB, maxFeatures, constants, lists) => {
      const known = compiled.searchNode(keyA, keyB, maxFeatures, constants, lists);
      node.read(workspace);
      return known;
    },
    partitionRows: () => compiled.partitionRows(),
  };
}
