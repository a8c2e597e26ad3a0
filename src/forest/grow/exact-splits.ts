/**
 * The splitter "exact". Trees are grown on bins with an edge at every value of the training rows, so that each value
 * has a code of its own. A split lies midway between the two neighbouring values of its node, as in scikit-learn;
 * these midpoints, of all trees, become the edges of the finished forest. Trees are scikit-learn's node for node, but
 * where two splits are exactly equally good: here the first one found is taken, there rounding decides.
 */
import { type FeatureBins, MOST_CODES, type NumericBins } from "../bins/bins.js";
import { midway } from "../bins/make-bins.js";
import type { AnyForest } from "../forest.js";
import { NodeKind, type TreeNodes } from "../tree.js";

/** How a tree that is being grown notes a split: the last code on the left, and the next one that occurs in the node. */
export function splitBetween(left: number, next: number, codeCount: number): number {
  return (left << 16) | (next === codeCount ? 0 : next);
}

/** A threshold t of "x <= t"; Infinity where all values go left, and only missing ones right. */
type ThresholdOf = (feature: NumericBins, split: number) => number;

const ofGrown: ThresholdOf = ({ edges }, split) => {
  const [left, next] = [split >>> 16, split & 0xffff];
  return next === 0 ? Infinity : midway(edges[left - 1], edges[next - 1]);
};

const ofFinished: ThresholdOf = ({ edges }, split) => (split > edges.length ? Infinity : edges[split - 1]);

/** A forest that grew on values. */
export interface ExactForest<T extends TreeNodes> {
  /** With edges where its trees split. */
  readonly bins: readonly FeatureBins[];
  readonly trees: readonly T[];
  /** The same trees on the codes they were grown on. */
  readonly treesOnCodes: readonly T[];
}

/**
 * Finishes trees that were grown on values.
 *
 * Thresholds of a column are as many as its splits have neighbours; where they are more than there are codes, those
 * between the same two neighbouring values of all training rows become one. Such trees part the training rows as
 * before.
 *
 * @param values - the bins the trees were grown on.
 * @param known - a forest that the trees are added to.
 * @param mostEdges - of a column.
 * @throws {RangeError} the trees that are known and those that are new split a column at too many values.
 */
export function finishExact<T extends TreeNodes>(
  values: readonly FeatureBins[],
  grown: readonly T[],
  known: (AnyForest & { readonly trees: readonly T[] }) | undefined,
  mostEdges = MOST_CODES - 2,
): ExactForest<T> {
  const found = values.map(() => new Set<number>());
  collect(found, grown, values, ofGrown);
  if (known !== undefined) collect(found, known.trees, known.bins, ofFinished);
  const snap = found.map(({ size }, f) => {
    const feature = values[f];
    return size > mostEdges && feature.kind === "numeric" ? (t: number) => snapped(t, feature.edges) : same;
  });
  const bins = values.map((feature, f): FeatureBins => {
    if (feature.kind === "category") return feature;
    const edges = new Set([...found[f]].map(snap[f]));
    if (edges.size > mostEdges) {
      throw new RangeError(
        `Cannot fit: the trees split column "${feature.name}" at ${edges.size} values; at most ${mostEdges} are possible. Use the splitter "histogram".`,
      );
    }
    return { ...feature, edges: Float64Array.from(edges).sort() };
  });
  const on = (trees: readonly T[], from: readonly FeatureBins[], of: ThresholdOf, to: readonly FeatureBins[]) =>
    trees.map((tree) => recoded(tree, (f, split) => snap[f](of(from[f] as NumericBins, split)), to));
  const all = (to: readonly FeatureBins[]): T[] => [
    ...(known === undefined ? [] : on(known.trees, known.bins, ofFinished, to)),
    ...on(grown, values, ofGrown, to),
  ];
  return { bins, trees: all(bins), treesOnCodes: all(values) };
}

function collect(
  found: readonly Set<number>[],
  trees: readonly TreeNodes[],
  bins: readonly FeatureBins[],
  of: ThresholdOf,
): void {
  for (const { kind, feature, split } of trees) {
    for (let node = 0; node < kind.length; node++) {
      if (!ordered(kind[node])) continue;
      const threshold = of(bins[feature[node]] as NumericBins, split[node]);
      if (threshold !== Infinity) found[feature[node]].add(threshold);
    }
  }
}

/** The tree with its thresholds as codes of other bins. */
function recoded<T extends TreeNodes>(
  tree: T,
  thresholdOf: (feature: number, split: number) => number,
  to: readonly FeatureBins[],
): T {
  const { kind, feature } = tree;
  const split = tree.split.map((own, node) => {
    if (!ordered(kind[node])) return own;
    const { edges } = to[feature[node]] as NumericBins;
    const threshold = thresholdOf(feature[node], own);
    return threshold === Infinity ? edges.length + 1 : countAtMost(edges, threshold);
  });
  return { ...tree, split };
}

function ordered(kind: number): boolean {
  return kind === NodeKind.missingLeft || kind === NodeKind.missingRight;
}

/** The threshold midway between the values on both sides of t; t itself beyond the values. */
function snapped(t: number, values: Float64Array): number {
  const below = countAtMost(values, t);
  return below === 0 || below === values.length ? t : midway(values[below - 1], values[below]);
}

function same(t: number): number {
  return t;
}

/** How many of these ascending numbers are at most t. */
function countAtMost(numbers: Float64Array, t: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
