/** The training rows as codes: what trees are grown on. */
export interface CodeMatrix {
  readonly rows: number;
  readonly features: number;
  /** Column by column: the code of a row is `codes[feature * rows + row]`. 0 is a missing value. */
  readonly codes: Uint8Array | Uint16Array;
  /** By feature: one more than its greatest code. */
  readonly codeCounts: Int32Array;
  /** The edges between the codes of ordered features: those of feature f are from `edgeStart[f]` to `edgeStart[f + 1]`. */
  readonly edges: Float64Array;
  readonly edgeStart: Int32Array;
  /** By feature: 1 where codes are categories, 0 where they are ordered. */
  readonly categorical: Uint8Array;
  /** How much each row counts, at least 0; `null` where all count the same. See `treeSample`. */
  readonly weights: Float64Array | null;
}

/** Rows with their classes. */
export interface BinnedMatrix extends CodeMatrix {
  /** The class of each row. */
  readonly labels: Uint16Array;
  readonly classes: number;
}

/** How a tree is grown; scikit-learn's parameters with their fractions resolved to numbers of rows and features. */
export interface SharedParams {
  readonly seed: number;
  /** Draws of the bootstrap sample; `null` grows on every row, by its weight. */
  readonly draws: number | null;
  /** Where rows have weights, draws are this fraction of what these add up to instead; `null` for `draws`. */
  readonly drawFraction: number | null;
  readonly maxDepth: number;
  /** Distinct rows, as in {@link minSamplesLeaf}: how often a row was drawn does not count. */
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
  readonly minImpurityDecrease: number;
  /** The most leaves of a tree, which then grows best first; `null` for no limit. */
  readonly maxLeafNodes: number | null;
  /** Features tried at a node. */
  readonly maxFeatures: number;
  /** Whether codes stand for single values, and splits are noted as `exact-splits.ts` reads them. */
  readonly exact: boolean;
}

/** How a tree of classes is grown. */
export interface GrowParams extends SharedParams {
  readonly criterion: "gini" | "entropy";
  /** Whether counts are multiplied so that the classes balance in each tree's sample. */
  readonly balancedSubsample: boolean;
}
