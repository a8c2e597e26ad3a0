import type { AnyForest, Forest } from "../forest.js";
import { NodeKind } from "../tree.js";
import { isAskedForFew, sumFewVotes } from "./few-rows.js";
import { addVotes, type LeafVotes, majorities, softVotes } from "./leaf-votes.js";
import { sumLeaves, walkableForest, walkForest } from "./walk-forest.js";

/** Of leaves that have a share for each class. */
const NO_CLASSES = { start: new Int32Array(0), classOf: new Uint16Array(0) };

/** What the leaves of forests that have predicted vote for. */
const soft = new WeakMap<Forest, readonly LeafVotes[]>();
const hard = new WeakMap<Forest, readonly Int32Array[]>();

/**
 * For each row the trees' votes by class, row after row: mean leaf fractions ("soft"), or the share of trees whose
 * leaf has the class as its most frequent one ("hard"). Trees are added in order, so sums do not depend on who adds.
 *
 * @param codes - feature by feature, as `binPartition` gives them.
 * @param first - the first row to predict; the others up to `last` follow.
 */
export function predictProbabilities(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first = 0,
  last = rows,
): Float64Array {
  const add = forest.voting === "hard" ? addMajorities : addShares;
  const sums = add(forest, codes, rows, first, last);
  for (let i = 0; i < sums.length; i++) sums[i] /= forest.trees.length;
  return sums;
}

function addShares(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  last: number,
): Float64Array {
  if (isAskedForFew(forest, last - first)) return sumFewVotes(forest, codes, rows, first, last);
  const found = sumLeaves(forest, codes, rows, first, last);
  if (found !== undefined) return found;
  const classes = forest.classes.length;
  const sums = new Float64Array((last - first) * classes);
  const votes = sharesOf(forest);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    addVotes(votes[t], leaves, length, sums, (from - first) * classes, classes);
  };
  walkForest(forest, codes, rows, visit, first, last);
  return sums;
}

function addMajorities(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first: number,
  last: number,
): Float64Array {
  const votes = treeMajorities(forest);
  const count = forest.classes.length;
  const sums = new Float64Array((last - first) * count);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    const vote = votes[t];
    for (let i = 0, place = (from - first) * count; i < length; i++, place += count) sums[place + vote[leaves[i]]] += 1;
  };
  walkForest(forest, codes, rows, visit, first, last);
  return sums;
}

/** For each row the place of its class in `forest.classes`. */
export function predictClasses(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first = 0,
  last = rows,
): Uint16Array {
  if (forest.voting === "hard") return hardVote(forest, codes, rows, first, last);
  return likeliest(predictProbabilities(forest, codes, rows, first, last), forest.classes.length);
}

/** For each row the place of its greatest probability, the first of equal ones. */
export function likeliest(votes: Float64Array, classes: number): Uint16Array {
  const chosen = new Uint16Array(votes.length / classes);
  for (let row = 0; row < chosen.length; row++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (votes[row * classes + k] > votes[row * classes + best]) best = k;
    chosen[row] = best;
  }
  return chosen;
}

/** {@link predictClasses} by the count of the trees' votes, whatever the forest's own voting is. */
export function hardVote(
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  first = 0,
  last = rows,
): Uint16Array {
  const classes = forest.classes.length;
  const counts = new Uint32Array((last - first) * classes);
  const chosen = new Uint16Array(last - first);
  const most = new Uint32Array(last - first);
  const votes = treeMajorities(forest);
  const visit = (t: number, leaves: Int32Array, from: number, length: number): void => {
    for (let i = 0, row = from - first; i < length; i++, row++) {
      const vote = votes[t][leaves[i]];
      const count = ++counts[row * classes + vote];
      if (count > most[row]) {
        most[row] = count;
        chosen[row] = vote;
      }
    }
  };
  walkForest(forest, codes, rows, visit, first, last);
  return chosen;
}

/** By tree, what its leaves add to the votes of a soft forest. */
export function sharesOf(forest: Forest): readonly LeafVotes[] {
  const { said } = walkableForest(forest);
  if (said.length > 0) return said.map((leaves) => ({ ...leaves, ...NO_CLASSES }));
  return remembered(soft, forest, () => forest.trees.map((tree) => softVotes(tree, forest.classes.length)));
}

/** For each row and, within it, each tree: the node that the row ends in. */
export function leafNodes<F extends AnyForest>(forest: F, codes: Uint8Array | Uint16Array, rows: number): Int32Array {
  const count = forest.trees.length;
  const nodes = new Int32Array(rows * count);
  const nodesOfLeaves = forest.trees.map(({ kind }) => leafPlaces(kind));
  walkForest(forest, codes, rows, (t, leaves, from, length) => {
    for (let i = 0, at = from * count + t; i < length; i++, at += count) nodes[at] = nodesOfLeaves[t][leaves[i]];
  });
  return nodes;
}

/** By leaf, its place among all nodes. */
function leafPlaces(kind: Uint8Array): Int32Array {
  const places = new Int32Array((kind.length + 1) / 2);
  let leaf = 0;
  for (let node = 0; node < kind.length; node++) if (kind[node] === NodeKind.leaf) places[leaf++] = node;
  return places;
}

function treeMajorities(forest: Forest): readonly Int32Array[] {
  return remembered(hard, forest, () => forest.trees.map(majorities));
}

function remembered<T>(known: WeakMap<Forest, T>, forest: Forest, make: () => T): T {
  let value = known.get(forest);
  if (value === undefined) {
    value = make();
    known.set(forest, value);
  }
  return value;
}
