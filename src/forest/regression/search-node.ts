import { drawFeatures } from "../kernel/draw-features.js";
import { placeUnseen, searchFeature } from "./scan.js";
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
  const wanted = node.end - node.start === 2 ? 1 : maxFeatures;
  const known = drawFeatures(workspace, keyA, keyB, wanted, constants, (feature) =>
    searchFeature(workspace, node, feature, lists),
  );
  if (node.feature >= 0 && workspace.matrix.categorical[node.feature] === 1) placeUnseen(workspace, node);
  return known;
}
