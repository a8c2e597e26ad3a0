import { drawBelow } from "../random.js";
import { searchFeature } from "./scan.js";
import type { RegressionSearch, RegressionWorkspace } from "./workspace.js";

/**
 * Looks for the node's best split among features drawn without replacement, as scikit-learn does: as many as
 * `maxFeatures`, and on until one of them is not constant in the node. Of two rows every split is the same, so the
 * first that there is will do.
 *
 * @param keyA - with `keyB`, the key of this node's draws.
 * @param constants - how many of `workspace.constants` are known, from the node's ancestors.
 * @param lists - see `enterNode`.
 * @returns how many are known now.
 */
export function searchNode(
  workspace: RegressionWorkspace,
  node: RegressionSearch,
  keyA: number,
  keyB: number,
  maxFeatures: number,
  constants: number,
  lists: number,
): number {
  const { drawn, swaps, isConstant } = workspace;
  const features = drawn.length;
  const wanted = node.end - node.start === 2 ? 1 : maxFeatures;
  let known = constants;
  let visited = 0;
  let visitedConstants = 0;
  while (visited < features && (visited < wanted || visited === visitedConstants)) {
    const at = visited + drawBelow(keyA, keyB, visited, features - visited);
    const feature = drawn[at];
    drawn[at] = drawn[visited];
    drawn[visited] = feature;
    swaps[visited] = at;
    visited += 1;
    if (isConstant[feature] === 1) {
      visitedConstants += 1;
    } else if (!searchFeature(workspace, node, feature, lists)) {
      visitedConstants += 1;
      isConstant[feature] = 1;
      workspace.constants[known++] = feature;
    }
  }
  for (let i = visited - 1; i >= 0; i--) {
    const feature = drawn[i];
    drawn[i] = drawn[swaps[i]];
    drawn[swaps[i]] = feature;
  }
  return known;
}
