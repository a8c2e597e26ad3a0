import { drawBelow } from "../random.js";

/** What drawing needs of a workspace; it leaves `drawn` as it was. */
interface Drawing {
  /** The features, as many as there are. */
  readonly drawn: Int32Array;
  readonly swaps: Int32Array;
  readonly isConstant: Uint8Array;
  /** The features that are known to be constant, one after the other. */
  readonly constants: Int32Array;
}

/**
 * Draws features without replacement, as scikit-learn does: as many as are wanted, and on until one of them is not
 * constant in the node.
 *
 * @param keyA - with `keyB`, the key of this node's draws.
 * @param known - how many of `constants` are known, from the node's ancestors.
 * @param search - looks for a split by a feature; whether it has more than one value in the node.
 * @returns how many are known now.
 */
export function drawFeatures(
  { drawn, swaps, isConstant, constants }: Drawing,
  keyA: number,
  keyB: number,
  wanted: number,
  known: number,
  search: (feature: number) => boolean,
): number {
  const features = drawn.length;
  let found = known;
  let visited = 0;
  let visitedConstants = 0;
  while (visited < features && (visited < wanted || visited === visitedConstants)) {
    const at = visited + drawBelow(keyA, keyB, visited, features - visited);
    const feature = drawn[at];
    drawn[at] = drawn[visited];
    drawn[visited] = feature;
    swaps[visited] = at;
    visited += 1;
    if (isConstant[feature] === 1) {
      visitedConstants += 1;
    } else if (!search(feature)) {
      visitedConstants += 1;
      isConstant[feature] = 1;
      constants[found++] = feature;
    }
  }
  for (let i = visited - 1; i >= 0; i--) {
    const feature = drawn[i];
    drawn[i] = drawn[swaps[i]];
    drawn[swaps[i]] = feature;
  }
  return found;
}
