/** Rows that are predicted again and again, each time with other values in one of their columns. */
import type { AnyForest } from "../forest.js";
import { walk } from "../kernel/walk.js";
import { narrowNodes } from "../narrow-tree.js";
import { COLUMNS } from "./compact-tree.js";
import { type LeafLimits, leafLimits } from "./leaf-limits.js";
import { fillBlock, sumBlock, type Visit, type WalkableForest, walkableForest, walkForest } from "./walk-forest.js";

type Codes = Uint8Array | Uint16Array;

/** The leaves that rows fall into: tree after tree, one for each row. */
export function leavesOf(forest: AnyForest, codes: Codes, rows: number, first: number, last: number): Int32Array {
  const all = new Int32Array(forest.trees.length * (last - first));
  const visit: Visit = (t, leaves, from, length) => {
    all.set(leaves.subarray(0, length), t * (last - first) + from - first);
  };
  walkForest(forest, codes, rows, visit, first, last);
  return all;
}

/** The rows from `first` up to `last`, which are no more than a block of the forest has. */
export class ExchangedColumn {
  private readonly walkable: WalkableForest;
  private readonly length: number;
  private readonly places: Int32Array;
  private readonly moved: Int32Array;
  private feature = -1;
  private limits: readonly (LeafLimits | undefined)[] = [];

  /** @param leaves - what {@link leavesOf} gave for them. */
  constructor(
    private readonly forest: AnyForest,
    private readonly codes: Codes,
    private readonly rows: number,
    private readonly first: number,
    last: number,
    private readonly leaves: Int32Array,
  ) {
    this.walkable = walkableForest(forest);
    this.length = last - first;
    this.places = new Int32Array(this.length);
    this.moved = new Int32Array(this.length);
    fillBlock(this.walkable, codes, rows, first, this.length);
  }

  /** Calls `visit` for each tree in order, with the leaves as the rows are. */
  walk(visit: Visit): void {
    const { leaves } = this.walkable;
    for (let t = 0; t < this.forest.trees.length; t++) {
      leaves.set(this.leavesIn(t));
      visit(t, leaves, 0, this.length);
    }
  }

  /** What the leaves say, added up row after row, if the compiled kernels do that: see `sumLeaves`. */
  sum(walk: (visit: Visit) => void): Float64Array | undefined {
    return sumBlock(this.walkable, this.length, walk);
  }

  /**
   * The same with other values in the column of a feature. Goes down a tree only with the rows whose value sends them
   * another way than their own.
   *
   * @param column - codes of the feature, for all rows.
   */
  walkWith(feature: number, column: Codes, visit: Visit): void {
    const { walkable, forest, length, first, places, moved } = this;
    const { leaves, some, all } = walkable;
    if (feature !== this.feature) this.choose(feature);
    this.put(feature, column, first);
    for (let t = 0; t < forest.trees.length; t++) {
      const own = this.leavesIn(t);
      const limits = this.limits[t];
      const count = limits === undefined ? 0 : findMoved(limits, own, column, first, places);
      for (let i = 0; i < count; i++) some[i] = all[places[i]];
      walk(walkable.trees[t], walkable, some, count);
      for (let i = 0; i < count; i++) moved[i] = leaves[i];
      leaves.set(own);
      for (let i = 0; i < count; i++) leaves[places[i]] = moved[i];
      visit(t, leaves, 0, length);
    }
  }

  private leavesIn(tree: number): Int32Array {
    return this.leaves.subarray(tree * this.length, (tree + 1) * this.length);
  }

  private choose(feature: number): void {
    const { codes, rows, first, forest } = this;
    if (this.feature >= 0) this.put(this.feature, codes, this.feature * rows + first);
    this.feature = feature;
    this.limits = forest.trees.map((tree) => leafLimits(narrowNodes(tree), feature));
  }

  /** Writes the column of a feature into the block: the codes from `from` on. */
  private put(feature: number, column: Codes, from: number): void {
    const { block, features } = this.walkable;
    for (let i = 0, at = COLUMNS * feature; i < this.length; i++, at += COLUMNS * features) {
      const code = column[from + i];
      block[at] = code;
      block[at + 1] = code - 1;
    }
  }
}

/** Writes the places of rows that do not stay in their leaves with the codes from `first` on; gives their number. */
function findMoved(
  { codes, missing }: LeafLimits,
  leaves: Int32Array,
  column: Codes,
  first: number,
  places: Int32Array,
): number {
  let found = 0;
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i];
    const code = column[first + i];
    const limit = codes[leaf];
    const stays = code === 0 ? missing[leaf] === 1 : code >= (limit & 0xffff) && code <= limit >>> 16;
    places[found] = i;
    found += stays ? 0 : 1;
  }
  return found;
}
