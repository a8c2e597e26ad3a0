import { drawFeatures } from "./draw-features.js";
import { clearHistogram, fillHistogram } from "./histogram.js";
import { placeUnseen, scanCategories } from "./scan-categories.js";
import { scanHistogram } from "./scan-histogram.js";
import { scanSorted, sortRows } from "./scan-sorted.js";
import { type Limits, MOST_CELLS, type NodeSearch, type Workspace } from "./workspace.js";

/** Up to this many rows, sorting is quicker than any histogram. */
const FEW_ROWS = 16;
/** Counters that looking through a histogram may cost, for each row that sorting would cost. */
const CELLS_PER_ROW = 16;

/**
 * Looks for the node's best split among features drawn without replacement, as scikit-learn does: as many as
 * `maxFeatures`, and on until one of them is not constant in the node.
 *
 * @param keyA - with `keyB`, the key of this node's draws.
 * @param constants - how many of `workspace.constants` are known, from the node's ancestors.
 * @returns how many are known now.
 */
export function searchNode(
  workspace: Workspace,
  node: NodeSearch,
  keyA: number,
  keyB: number,
  maxFeatures: number,
  constants: number,
  limits: Limits,
): number {
  const known = drawFeatures(workspace, keyA, keyB, maxFeatures, constants, (feature) =>
    searchFeature(workspace, node, feature, limits),
  );
  if (node.feature >= 0 && workspace.matrix.categorical[node.feature] === 1) placeUnseen(workspace, node);
  return known;
}

/** @returns whether the feature has more than one value in the node. */
function searchFeature(workspace: Workspace, node: NodeSearch, feature: number, limits: Limits): boolean {
  const categorical = workspace.matrix.categorical[feature] === 1;
  if (!categorical && sorts(node.end - node.start, workspace.matrix.codeCounts[feature], node.classes)) {
    if (sortRows(workspace, node, feature)) return false;
    scanSorted(workspace, node, feature, limits);
    return true;
  }
  const countRows = limits.minSamplesLeaf > 1;
  const occupied = fillHistogram(workspace, node, feature, countRows);
  if (occupied > 1) {
    if (categorical) scanCategories(workspace, node, feature, occupied, limits);
    else scanHistogram(workspace, node, feature, occupied, limits);
  }
  clearHistogram(workspace, occupied, node.classes, countRows);
  return occupied > 1;
}

function sorts(rows: number, codes: number, classes: number): boolean {
  if (rows <= FEW_ROWS) return true;
  return Math.min(rows, codes) * classes > rows * CELLS_PER_ROW || codes * classes > MOST_CELLS;
}
