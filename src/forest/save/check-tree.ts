/** Reads a tree of a saved model: what comes out leads from its root to each leaf, and refers to codes that there are. */
import { codeCount, type FeatureBins, MOST_CODES } from "../bins/bins.js";
import type { RegressionTree } from "../regression/regression-forest.js";
import { NodeKind, type Tree, type TreeNodes } from "../tree.js";
import { demand, isList, refuse, show } from "./refused-model.js";

/** Reads a list of numbers of a tree, none below `least` or above `most`. */
type ReadList = (name: string, least: number, most: number, whole?: boolean) => ArrayLike<number>;

function listsOf(data: Record<string, unknown>, what: string): ReadList {
  return (name, least, most, whole = true) => {
    const values = data[name];
    demand(isList(values), `${what} has no list of ${name}`);
    for (let i = 0; i < (values as ArrayLike<unknown>).length; i++) {
      const value = (values as ArrayLike<unknown>)[i] as number;
      const fits = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
      if (!fits) throw refuse(`${name} of ${what} holds ${show(value)}`);
    }
    return values as ArrayLike<number>;
  };
}

/** A tree of classes. */
export function checkTree(
  data: Record<string, unknown>,
  what: string,
  bins: readonly FeatureBins[],
  classes: number,
  counts: boolean,
): Tree {
  const list = listsOf(data, what);
  const { leaves, ...nodes } = checkNodes(list, what, bins);
  const sizes = list("leafSizes", 1, classes);
  demand(sizes.length === leaves, `${what} has ${leaves} leaves but ${sizes.length} sizes of leaves`);
  const leafStart = new Int32Array(leaves + 1);
  for (let leaf = 0; leaf < leaves; leaf++) leafStart[leaf + 1] = leafStart[leaf] + sizes[leaf];
  const leafClass = Uint16Array.from(list("leafClasses", 0, classes - 1));
  const weights = list("leafWeights", Number.MIN_VALUE, 2 ** 32 - 1, counts);
  const pairs = leafStart[leaves];
  demand(
    leafClass.length === pairs && weights.length === pairs,
    `the leaves of ${what} have not ${pairs} classes and weights`,
  );
  const leafWeight = counts ? Uint32Array.from(weights) : Float64Array.from(weights);
  return { ...nodes, leafStart, leafClass, leafWeight };
}

/** A tree of numbers. */
export function checkRegressionTree(
  data: Record<string, unknown>,
  what: string,
  bins: readonly FeatureBins[],
): RegressionTree {
  const list = listsOf(data, what);
  const { leaves, ...nodes } = checkNodes(list, what, bins);
  const values = list("leafValues", -Number.MAX_VALUE, Number.MAX_VALUE, false);
  const weights = list("leafWeights", 0, Number.MAX_VALUE, false);
  demand(values.length === leaves && weights.length === leaves, `${what} has not ${leaves} values and weights`);
  const none = Array.from(weights).filter((weight) => weight === 0).length;
  demand(none === 0 || none === leaves, `some leaves of ${what} weigh nothing`);
  return { ...nodes, leafValue: Float64Array.from(values), leafWeight: Float64Array.from(weights) };
}

/** The nodes of a tree, with the places of children, leaves and categories worked out anew; and how many leaves there are. */
function checkNodes(list: ReadList, what: string, bins: readonly FeatureBins[]): TreeNodes & { leaves: number } {
  const kind = Uint8Array.from(list("kinds", 0, NodeKind.categories));
  const { nodes, right } = placeChildren(kind, what);
  const features = list("features", 0, bins.length - 1);
  const splits = list("splits", 0, MOST_CODES - 1);
  const categories = Int32Array.from(list("categories", 0, 2 ** 32 - 1), (word) => word | 0);
  const feature = new Int32Array(nodes);
  const split = new Int32Array(nodes);
  const used = { leaves: 0, inner: 0, splits: 0, words: 0 };
  // Sentences are not made here unless they are said, as there are millions of nodes.
  for (let node = 0; node < nodes; node++) {
    if (kind[node] === NodeKind.leaf) {
      split[node] = used.leaves++;
      continue;
    }
    if (used.inner === features.length) throw refuse(`${what} has too few features`);
    feature[node] = features[used.inner++];
    const of = bins[feature[node]];
    const codes = codeCount(of);
    if (kind[node] === NodeKind.categories) {
      if (of.kind !== "category")
        throw refuse(`${what} splits the numbers of feature ${feature[node] + 1} by category`);
      split[node] = used.words;
      used.words += (codes + 31) >> 5;
      continue;
    }
    if (of.kind !== "numeric") throw refuse(`${what} splits the categories of feature ${feature[node] + 1} by order`);
    if (used.splits === splits.length) throw refuse(`${what} has too few splits`);
    split[node] = splits[used.splits++];
    const least = kind[node] === NodeKind.missingRight ? 1 : 0;
    if (split[node] < least || split[node] >= codes) {
      throw refuse(`${what} splits feature ${feature[node] + 1} where it has no code`);
    }
  }
  demand(used.inner === features.length, `${what} has too many features`);
  demand(used.splits === splits.length, `${what} has too many splits`);
  demand(used.words === categories.length, `${what} has not as many categories as its splits need`);
  return { kind, feature, split, right, categories, leaves: used.leaves };
}

/** Finds the right child of each node from the preorder. */
function placeChildren(kind: Uint8Array, what: string): { nodes: number; right: Int32Array } {
  const nodes = kind.length;
  const right = new Int32Array(nodes);
  const waiting = new Int32Array(nodes);
  let depth = 0;
  let ended = false;
  for (let node = 0; node < nodes; node++) {
    if (ended) throw refuse(`${what} has nodes that nothing leads to`);
    if (kind[node] !== NodeKind.leaf) waiting[depth++] = node;
    else if (depth > 0) right[waiting[--depth]] = node + 1;
    else ended = true;
  }
  demand(ended, `${what} ends before all its nodes are there`);
  return { nodes, right };
}
