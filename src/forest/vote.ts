import type { Forest } from "./forest.js";
import { NodeKind, type Tree } from "./tree.js";

/** Rows that go through all trees before the next ones: their codes stay in the cache. */
const BLOCK_ROWS = 1024;

/**
 * For each row the trees' votes by class, row after row: mean leaf fractions ("soft"), or the share of trees whose
 * leaf has the class as its most frequent one ("hard"). Trees are added in order, so sums do not depend on who adds.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 */
export function predictProbabilities(forest: Forest, codes: Uint8Array | Uint16Array, rows: number): Float64Array {
  const classes = forest.classes.length;
  const votes = new Float64Array(rows * classes);
  const leaves = forest.trees.map((tree) => leafVotes(tree, forest.voting));
  eachBlock(forest, codes, rows, (t, found, from, length) => {
    const { leafStart, leafClass } = forest.trees[t];
    const weights = leaves[t];
    for (let i = 0; i < length; i++) {
      const place = (from + i) * classes;
      const end = leafStart[found[i] + 1];
      for (let j = leafStart[found[i]]; j < end; j++) votes[place + leafClass[j]] += weights[j];
    }
  });
  for (let i = 0; i < votes.length; i++) votes[i] /= forest.trees.length;
  return votes;
}

/** For each row the place of its class in `forest.classes`. */
export function predictClasses(forest: Forest, codes: Uint8Array | Uint16Array, rows: number): Uint16Array {
  if (forest.voting === "hard") return hardVote(forest, codes, rows);
  const votes = predictProbabilities(forest, codes, rows);
  const classes = forest.classes.length;
  const chosen = new Uint16Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (votes[row * classes + k] > votes[row * classes + best]) best = k;
    chosen[row] = best;
  }
  return chosen;
}

/** {@link predictClasses} by the count of the trees' votes, whatever the forest's own voting is. */
export function hardVote(forest: Forest, codes: Uint8Array | Uint16Array, rows: number): Uint16Array {
  const classes = forest.classes.length;
  const counts = new Uint32Array(rows * classes);
  const chosen = new Uint16Array(rows);
  const most = new Uint32Array(rows);
  const votes = forest.trees.map(leafMajorities);
  eachBlock(forest, codes, rows, (t, found, from, length) => {
    for (let i = 0; i < length; i++) {
      const row = from + i;
      const vote = votes[t][found[i]];
      const count = ++counts[row * classes + vote];
      if (count > most[row]) {
        most[row] = count;
        chosen[row] = vote;
      }
    }
  });
  return chosen;
}

/** For each block of rows and each tree in order, calls `visit` with the leaves that the block's rows fall into. */
function eachBlock(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  visit: (tree: number, leaves: Int32Array, from: number, length: number) => void,
): void {
  const features = forest.bins.length;
  const block = new Uint16Array(BLOCK_ROWS * features);
  const leaves = new Int32Array(BLOCK_ROWS);
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - from);
    for (let f = 0; f < features; f++) {
      for (let i = 0; i < length; i++) block[i * features + f] = codes[f * rows + from + i];
    }
    forest.trees.forEach((tree, t) => {
      findLeaves(tree, block, features, length, leaves);
      visit(t, leaves, from, length);
    });
  }
}

/** Writes the numbers of the leaves that rows fall into; row i has its codes in `block` from `i * features` on. */
function findLeaves(tree: Tree, block: Uint16Array, features: number, length: number, leaves: Int32Array): void {
  const { kind, feature, split, right, categories } = tree;
  for (let i = 0; i < length; i++) {
    const offset = i * features;
    let node = 0;
    while (kind[node] !== NodeKind.leaf) {
      const code = block[offset + feature[node]];
      const at = split[node];
      let left: boolean;
      if (kind[node] === NodeKind.categories) left = ((categories[at + (code >> 5)] >>> (code & 31)) & 1) === 1;
      else left = code <= at && (code !== 0 || kind[node] === NodeKind.missingLeft);
      node = left ? node + 1 : right[node];
    }
    leaves[i] = split[node];
  }
}

/** What each class of a leaf adds to a row's votes. */
function leafVotes(tree: Tree, voting: Forest["voting"]): Float64Array {
  const { leafStart, leafClass, leafWeight } = tree;
  const votes = new Float64Array(leafClass.length);
  const majorities = voting === "hard" ? leafMajorities(tree) : undefined;
  for (let leaf = 0; leaf + 1 < leafStart.length; leaf++) {
    let sum = 0;
    for (let i = leafStart[leaf]; i < leafStart[leaf + 1]; i++) sum += leafWeight[i];
    for (let i = leafStart[leaf]; i < leafStart[leaf + 1]; i++) {
      if (majorities === undefined) votes[i] = leafWeight[i] / sum;
      else votes[i] = leafClass[i] === majorities[leaf] ? 1 : 0;
    }
  }
  return votes;
}

/** The most frequent class of each leaf; of equal ones the first in the order of the classes. */
export function leafMajorities(tree: Tree): Uint16Array {
  const { leafStart, leafClass, leafWeight } = tree;
  const majorities = new Uint16Array(leafStart.length - 1);
  for (let leaf = 0; leaf < majorities.length; leaf++) {
    let best = leafStart[leaf];
    for (let i = best + 1; i < leafStart[leaf + 1]; i++) {
      const more = leafWeight[i] > leafWeight[best];
      if (more || (leafWeight[i] === leafWeight[best] && leafClass[i] < leafClass[best])) best = i;
    }
    majorities[leaf] = leafClass[best];
  }
  return majorities;
}
