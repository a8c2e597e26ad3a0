import { mix } from "../../random.js";
import { shareCategories } from "../kernel/category-shares.js";
import { impurityDecrease, sideScore } from "../kernel/criterion.js";
import { enterTree } from "../kernel/enter-node.js";
import { type Kernels, kernelsFor } from "../kernel/kernels.js";
import { grownNodes } from "../kernel/tree-memory.js";
import { NodeSearch, type Workspace } from "../kernel/workspace.js";
import { type Key, makeKey, Purpose } from "../random.js";
import type { Tree } from "../tree.js";
import type { GrowParams } from "./binned-matrix.js";
import { drawsOf, treeSample } from "./bootstrap.js";
import { addFoundSplit, type SplitTaker } from "./found-split.js";
import type { TreeBuilder } from "./tree-builder.js";

/** What scikit-learn adds to an improvement before it compares, so that rounding does not stop a split. */
const EPSILON = 2 ** -52;

/** Grows one node of a tree after the other, in whatever order it is asked to. */
export class NodeGrower {
  /** Distinct rows in the tree's sample; they are the rows of the root. */
  readonly inBag: number;
  /** The split that {@link search} found, and what there is in the node. */
  readonly node = new NodeSearch();
  /** By how much that split lowers the tree's impurity. */
  decrease = 0;
  /** Constant features known in the node and its ancestors: the first of `workspace.constants`. */
  private known = 0;
  private readonly kernels: Kernels;
  private readonly gini: boolean;
  private readonly treeDraws: number;
  private readonly key: Key;

  constructor(
    private readonly workspace: Workspace,
    private readonly params: GrowParams,
    tree: number,
  ) {
    const { spareIds } = workspace;
    const room = new Uint32Array(spareIds.buffer, spareIds.byteOffset, spareIds.length);
    const counts = treeSample(params, workspace.matrix, tree, room);
    this.inBag = enterTree(workspace, workspace.matrix, counts);
    shareCategories(workspace, this.inBag);
    this.treeDraws = drawsOf(counts);
    this.key = makeKey(params.seed, tree, Purpose.features);
    this.gini = params.criterion === "gini";
    if (workspace.compiled !== undefined) workspace.compiled.exact.value = params.exact ? 1 : 0;
    this.kernels = kernelsFor(workspace, this.node, { gini: this.gini, minSamplesLeaf: params.minSamplesLeaf });
  }

  /**
   * Looks for the best split of a node. Its rows are those of the workspace from `start` up to `end`.
   *
   * @param name - of the node: its random choices hang on it alone.
   * @param constants - what `constants` was after the search of its parent, if the nodes since are all below that; or 0.
   * @returns whether the node is to be split.
   */
  search(start: number, end: number, depth: number, name: number, constants: number): boolean {
    const { workspace, params, node, key } = this;
    // Constants found deeper, in a subtree grown before, do not hold here.
    while (this.known > constants) workspace.isConstant[workspace.constants[--this.known]] = 0;
    const pure = this.kernels.enterNode(start, end);
    const rows = end - start;
    if (pure || depth >= params.maxDepth || rows < params.minSamplesSplit || rows < 2 * params.minSamplesLeaf) {
      return false;
    }
    this.known = this.kernels.searchNode(mix(name ^ key.a), mix(name + key.b), params.maxFeatures, this.known);
    if (node.feature < 0) return false;
    const before = sideScore(this.gini, node.termSum, node.draws);
    this.decrease = impurityDecrease(this.gini, node.score, before, this.treeDraws);
    // No split raises the impurity; what says so is rounding.
    return params.minImpurityDecrease === 0 || this.decrease + EPSILON >= params.minImpurityDecrease;
  }

  get constants(): number {
    return this.known;
  }

  /** Moves the rows that the split found last sends left before the others; where the others begin. */
  partition(): number {
    return this.kernels.partitionRows();
  }

  /** Tells the classes in the node searched last, and their draws. */
  eachClass(tell: (label: number, count: number) => void): void {
    const { totals, nodeClasses } = this.workspace;
    for (let k = 0; k < this.node.classes; k++) if (totals[k] > 0) tell(nodeClasses[k], totals[k]);
  }

  /** What adds the node that was searched last as a leaf, now or later. */
  leaf(): (builder: TreeBuilder) => void {
    const classes: number[] = [];
    const counts: number[] = [];
    this.eachClass((label, count) => {
      classes.push(label);
      counts.push(count);
    });
    return (builder) => {
      builder.addLeaf();
      classes.forEach((label, i) => {
        builder.addToLeaf(label, counts[i]);
      });
    };
  }

  /** Adds the split found last, once the rows are parted. */
  addSplit(builder: SplitTaker, middle: number): number {
    return addFoundSplit(builder, this.node, middle, this.workspace, this.params.exact);
  }

  /**
   * The tree that growing one node after the other, depth first, gives, where the workspace allows it; its arrays are the
   * workspace's.
   */
  growAtOnce(): Tree {
    const { workspace, params, key } = this;
    workspace.compiled?.growTree(
      this.inBag,
      key.a,
      key.b,
      params.maxFeatures,
      Math.min(params.maxDepth, 2 ** 31 - 1),
      params.minSamplesSplit,
      params.minImpurityDecrease,
      this.treeDraws,
    );
    const { nodes, leaves } = grownNodes(workspace);
    const pairs = workspace.leafStart[leaves];
    return {
      ...nodes,
      leafStart: workspace.leafStart.subarray(0, leaves + 1),
      leafClass: workspace.leafClass.subarray(0, pairs),
      leafWeight: workspace.leafWeight.subarray(0, pairs),
    };
  }

  /** Leaves the workspace ready for the next tree. */
  finish(): void {
    while (this.known > 0) this.workspace.isConstant[this.workspace.constants[--this.known]] = 0;
  }
}
