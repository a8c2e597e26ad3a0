import { mix } from "../../random.js";
import { drawnRows } from "../bootstrap.js";
import { addFoundSplit, type SplitTaker } from "../found-split.js";
import { WaitingNodes } from "../grow.js";
import { type Grower, growBestFirst } from "../grow-best-first.js";
import { childNode, drawBelow, type Key, makeKey, Purpose, ROOT } from "../random.js";
import { listRows, partitionLists, partitionRows } from "./partition.js";
import { type RegressionParams, type RegressionTree, RegressionTreeBuilder } from "./regression-forest.js";
import { searchFeature } from "./scan.js";
import { decrease } from "./score.js";
import { RegressionSearch, type RegressionWorkspace, SORTED_ROWS } from "./workspace.js";

/** What scikit-learn adds to an improvement before it compares, so that rounding does not stop a split. */
const EPSILON = 2 ** -52;
/** Small subtrees keep their rows in the order of every feature where at least a feature in so many is tried at a node. */
const LISTED_FEATURES = 6;

/**
 * Grows tree number `tree` of a forest with scikit-learn's rules: the best of the splits of some features drawn at
 * each node, until all targets of a node are equal or a limit is reached. The same matrix, parameters and number give
 * the same tree on any machine.
 *
 * @param workspace - memory for trees on this matrix, to be used again for the next one.
 */
export function growRegressionTree(
  workspace: RegressionWorkspace,
  params: RegressionParams,
  tree: number,
): RegressionTree {
  const grower = new RegressionGrower(workspace, params, tree);
  const makeBuilder = (leaves: number): RegressionTreeBuilder => new RegressionTreeBuilder(leaves);
  const builder =
    params.maxLeafNodes === null
      ? growDepthFirst(grower, makeBuilder(grower.inBag))
      : growBestFirst(grower, params.maxLeafNodes, makeBuilder);
  grower.finish();
  return builder.build();
}

function growDepthFirst(grower: RegressionGrower, builder: RegressionTreeBuilder): RegressionTreeBuilder {
  const waiting = new WaitingNodes();
  waiting.push(0, grower.inBag, 0, ROOT, -1, 0);
  while (waiting.pop()) {
    const { start, end, depth, name, rightOf, constants } = waiting;
    if (rightOf >= 0) builder.startRight(rightOf);
    if (!grower.search(start, end, depth, name, constants)) {
      builder.addValue(grower.value, grower.node.weight);
      continue;
    }
    const middle = grower.partition();
    const index = grower.addSplit(builder, middle);
    waiting.push(middle, end, depth + 1, childNode(name, 1), index, grower.constants);
    waiting.push(start, middle, depth + 1, childNode(name, 0), -1, grower.constants);
  }
  return builder;
}

/** Grows one node of a tree after the other, in whatever order it is asked to. */
class RegressionGrower implements Grower<RegressionTreeBuilder> {
  /** Distinct rows in the tree's sample; they are the rows of the root. */
  readonly inBag: number;
  /** The split that {@link search} found, and what there is in the node. */
  readonly node: RegressionSearch;
  decrease = 0;
  /** The mean of the node searched last. */
  value = 0;
  /** Constant features known in the node and its ancestors: the first of `workspace.constants`. */
  private known = 0;
  /** Whether small subtrees are put in order by every feature, once for all their nodes; these then come one after the other. */
  private readonly lists: boolean;
  /** The rows that the workspace's lists hold. */
  private listedFrom = 0;
  private listedTo = 0;
  private readonly treeWeight: number;
  private readonly key: Key;

  constructor(
    private readonly workspace: RegressionWorkspace,
    private readonly params: RegressionParams,
    tree: number,
  ) {
    const { rows, weights, features } = workspace.matrix;
    const counts = params.draws === null ? weights : drawnRows(params, rows, weights, params.draws, tree);
    this.node = new RegressionSearch(params.criterion === "poisson", params.minSamplesLeaf);
    [this.inBag, this.treeWeight] = enterRegressionTree(workspace, counts);
    this.key = makeKey(params.seed, tree, Purpose.features);
    this.lists = params.maxLeafNodes === null && params.maxFeatures * LISTED_FEATURES >= features;
  }

  /** See `NodeGrower.search` of trees of classes. */
  search(start: number, end: number, depth: number, name: number, constants: number): boolean {
    const { workspace, params, node } = this;
    // Constants found deeper, in a subtree grown before, do not hold here.
    while (this.known > constants) workspace.isConstant[workspace.constants[--this.known]] = 0;
    if (this.lists && end > this.listedTo && end - start <= SORTED_ROWS) {
      this.listedFrom = start;
      this.listedTo = end;
      listRows(workspace, start, end);
    }
    const lists = end <= this.listedTo ? start - this.listedFrom : -1;
    const pure = this.enterNode(start, end, lists);
    const rows = end - start;
    if (pure || depth >= params.maxDepth || rows < params.minSamplesSplit || rows < 2 * params.minSamplesLeaf) {
      return false;
    }
    this.drawFeatures(mix(name ^ this.key.a), mix(name + this.key.b), lists);
    if (node.feature < 0) return false;
    this.decrease = decrease(node.poisson, node.score, node.weight, node.sum) / this.treeWeight;
    // No split raises the impurity; what says so is rounding.
    return params.minImpurityDecrease === 0 || this.decrease + EPSILON >= params.minImpurityDecrease;
  }

  /** Adds up a node and makes it ready to be searched; whether all its targets are equal. */
  private enterNode(start: number, end: number, lists: number): boolean {
    const { node, workspace } = this;
    const { rowWeights, rowTargets, offset, drawn } = workspace;
    const shift = start - lists;
    const places = drawn.length * SORTED_ROWS - shift;
    let weight = 0;
    let sum = 0;
    let least = Infinity;
    let most = -Infinity;
    for (let i = start; i < end; i++) {
      const row = lists < 0 ? i : shift + workspace.lists[places + i];
      const own = rowWeights[row];
      const target = rowTargets[row];
      weight += own;
      sum += own * target;
      if (target < least) least = target;
      if (target > most) most = target;
    }
    node.start = start;
    node.end = end;
    node.weight = weight;
    node.sum = sum;
    node.score = -Infinity;
    node.feature = -1;
    this.value = offset + sum / weight;
    if (least < most) return false;
    // Not by way of the sums, which are rounded.
    const first = lists < 0 ? start : shift + workspace.lists[places + start];
    this.value = workspace.matrix.targets[workspace.rowIds[first]];
    return true;
  }

  /**
   * Looks for the node's best split among features drawn without replacement, as scikit-learn does: as many as
   * `maxFeatures`, and on until one of them is not constant in the node.
   */
  private drawFeatures(keyA: number, keyB: number, lists: number): void {
    const { workspace, node } = this;
    const { drawn, swaps, isConstant } = workspace;
    const { maxFeatures } = this.params;
    const features = drawn.length;
    let visited = 0;
    let constant = 0;
    while (visited < features && (visited < maxFeatures || visited === constant)) {
      const at = visited + drawBelow(keyA, keyB, visited, features - visited);
      const feature = drawn[at];
      drawn[at] = drawn[visited];
      drawn[visited] = feature;
      swaps[visited] = at;
      visited += 1;
      if (isConstant[feature] === 1) {
        constant += 1;
      } else if (!searchFeature(workspace, node, feature, lists)) {
        constant += 1;
        isConstant[feature] = 1;
        workspace.constants[this.known++] = feature;
      }
    }
    for (let i = visited - 1; i >= 0; i--) {
      const feature = drawn[i];
      drawn[i] = drawn[swaps[i]];
      drawn[swaps[i]] = feature;
    }
  }

  get constants(): number {
    return this.known;
  }

  partition(): number {
    const { workspace, node } = this;
    if (node.end <= this.listedTo) return partitionLists(workspace, node, this.listedFrom);
    return partitionRows(workspace, node);
  }

  leaf(): (builder: RegressionTreeBuilder) => void {
    const { value } = this;
    const { weight } = this.node;
    return (builder) => builder.addValue(value, weight);
  }

  addSplit(builder: SplitTaker, middle: number): number {
    return addFoundSplit(builder, this.node, middle, this.workspace, this.params.exact);
  }

  /** Leaves the workspace ready for the next tree. */
  finish(): void {
    while (this.known > 0) this.workspace.isConstant[this.workspace.constants[--this.known]] = 0;
  }
}

/**
 * Lays out the rows that are in a tree's sample.
 *
 * @param counts - how much each row counts; `null` where each counts once.
 * @returns how many there are, and how much they count together.
 */
function enterRegressionTree(
  { matrix, offset, rowIds, rowWeights, rowTargets }: RegressionWorkspace,
  counts: Uint32Array | Float64Array | null,
): [inBag: number, weight: number] {
  let inBag = 0;
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    const count = counts === null ? 1 : counts[row];
    if (count === 0) continue;
    rowIds[inBag] = row;
    rowWeights[inBag] = count;
    rowTargets[inBag] = matrix.targets[row] - offset;
    sum += count;
    inBag += 1;
  }
  return [inBag, sum];
}
