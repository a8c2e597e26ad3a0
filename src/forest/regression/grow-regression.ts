import { mix } from "../../random.js";
import { drawnRows } from "../grow/bootstrap.js";
import { addFoundSplit, type SplitTaker } from "../grow/found-split.js";
import { WaitingNodes } from "../grow/grow.js";
import { type Grower, growBestFirst } from "../grow/grow-best-first.js";
import { copiedTree, grownNodes } from "../kernel/tree-memory.js";
import { childNode, type Key, makeKey, Purpose, ROOT } from "../random.js";
import { findMeans } from "./category-means.js";
import { enterRegressionTree, enterRow } from "./enter-node.js";
import { type RegressionKernels, regressionKernels } from "./kernels.js";
import { type RegressionParams, type RegressionTree, RegressionTreeBuilder } from "./regression-forest.js";
import { decrease } from "./score.js";
import { RegressionSearch, type RegressionWorkspace, SORTED_ROWS } from "./workspace.js";

/** What scikit-learn adds to an improvement before it compares, so that rounding does not stop a split. */
const EPSILON = 2 ** -52;
/** Small subtrees keep their rows in the order of every feature where at least a feature in so many is tried at a node. */
const LISTED_FEATURES = 4;

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
  return copiedTree(growRegressionInPlace(workspace, params, tree));
}

/** The same; the tree's arrays may be the workspace's, which the next tree takes. */
export function growRegressionInPlace(
  workspace: RegressionWorkspace,
  params: RegressionParams,
  tree: number,
): RegressionTree {
  const grower = new RegressionGrower(workspace, params, tree);
  if (params.maxLeafNodes === null && workspace.growsAtOnce) return grower.growAtOnce();
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
      builder.addValue(grower.node.value, grower.leafWeight);
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
  /** In scaled numbers, as the nodes of a tree are compared by it alone. */
  decrease = 0;
  /** Constant features known in the node and its ancestors: the first of `workspace.constants`. */
  private known = 0;
  /** Whether small subtrees are put in order by every feature, once for all their nodes; these then come one after the other. */
  private readonly lists: boolean;
  /** The rows that the workspace's lists hold. */
  private listedFrom = 0;
  private listedTo = 0;
  private readonly kernels: RegressionKernels;
  private readonly treeWeight: number;
  /** By what the weights of the tree's rows are multiplied. */
  private readonly weightScale: number;
  private readonly key: Key;

  constructor(
    private readonly workspace: RegressionWorkspace,
    private readonly params: RegressionParams,
    tree: number,
  ) {
    const { rows, weights, features } = workspace.matrix;
    const counts = params.draws === null ? weights : drawnRows(params, rows, weights, params.draws, tree);
    this.node = new RegressionSearch(params.criterion === "poisson", params.minSamplesLeaf);
    if (workspace.compiled !== undefined) workspace.compiled.exact.value = params.exact ? 1 : 0;
    this.kernels = regressionKernels(workspace, this.node);
    this.weightScale = params.draws === null ? workspace.weightScale : 1;
    [this.inBag, this.treeWeight] = enterRegressionTree(workspace, counts, this.weightScale);
    findMeans(workspace, this.inBag, this.treeWeight);
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
      this.kernels.listRows(start, end);
    }
    const lists = end <= this.listedTo ? start - this.listedFrom : -1;
    if (end - start === 1) {
      enterRow(workspace, node, start, lists);
      return false;
    }
    const pure = this.kernels.enterNode(start, end, lists);
    const rows = end - start;
    if (pure || depth >= params.maxDepth || rows < params.minSamplesSplit || rows < 2 * params.minSamplesLeaf) {
      return false;
    }
    const { key, kernels } = this;
    this.known = kernels.searchNode(mix(name ^ key.a), mix(name + key.b), params.maxFeatures, this.known, lists);
    if (node.feature < 0) return false;
    this.decrease = decrease(node.poisson, node.score, node.weight, node.sum) / this.treeWeight;
    // No split raises the impurity; what says so is rounding.
    return params.minImpurityDecrease === 0 || this.unscaledDecrease + EPSILON >= params.minImpurityDecrease;
  }

  private get unscaledDecrease(): number {
    const { targetScale } = this.workspace;
    return this.node.poisson ? this.decrease / targetScale : this.decrease / targetScale / targetScale;
  }

  /** How much the rows of the node searched last count. */
  get leafWeight(): number {
    return this.node.weight / this.weightScale;
  }

  get constants(): number {
    return this.known;
  }

  partition(): number {
    return this.node.end <= this.listedTo ? this.kernels.partitionLists(this.listedFrom) : this.kernels.partitionRows();
  }

  leaf(): (builder: RegressionTreeBuilder) => void {
    const { value } = this.node;
    const { leafWeight } = this;
    return (builder) => builder.addValue(value, leafWeight);
  }

  addSplit(builder: SplitTaker, middle: number): number {
    return addFoundSplit(builder, this.node, middle, this.workspace, this.params.exact);
  }

  /**
   * The tree that growing one node after the other, depth first, gives, where the workspace allows it; its arrays are the
   * workspace's.
   */
  growAtOnce(): RegressionTree {
    const { workspace, params, key } = this;
    workspace.compiled?.growTree(
      this.inBag,
      key.a,
      key.b,
      params.maxFeatures,
      Math.min(params.maxDepth, 2 ** 31 - 1),
      params.minSamplesSplit,
      params.minImpurityDecrease,
      this.treeWeight,
      this.weightScale,
      this.lists ? 1 : 0,
    );
    const { nodes, leaves } = grownNodes(workspace);
    return {
      ...nodes,
      leafValue: workspace.leafValue.subarray(0, leaves),
      leafWeight: workspace.leafWeight.subarray(0, leaves),
    };
  }

  /** Leaves the workspace ready for the next tree. */
  finish(): void {
    while (this.known > 0) this.workspace.isConstant[this.workspace.constants[--this.known]] = 0;
  }
}
