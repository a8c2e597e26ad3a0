import type { Tree } from "./tree.js";

/** What the leaves of a tree add to the votes of the rows that fall into them. */
export interface LeafVotes {
  /** By leaf: the class that gets its whole vote; -1 where several classes share it. */
  readonly whole: Int32Array;
  /** The classes that share the vote of leaf l, with their shares, are those from `start[l]` up to `start[l + 1]`. */
  readonly start: Int32Array;
  readonly classes: Uint16Array;
  readonly shares: Float64Array;
}

/** A leaf's vote shared by the fractions of its classes. */
export function softVotes({ leafStart, leafClass, leafWeight }: Tree): LeafVotes {
  const whole = new Int32Array(leafStart.length - 1);
  const shares = new Float64Array(leafClass.length);
  for (let leaf = 0; leaf < whole.length; leaf++) {
    const [start, end] = [leafStart[leaf], leafStart[leaf + 1]];
    let sum = 0;
    for (let i = start; i < end; i++) sum += leafWeight[i];
    for (let i = start; i < end; i++) shares[i] = leafWeight[i] / sum;
    whole[leaf] = end - start === 1 ? leafClass[start] : -1;
  }
  return { whole, start: leafStart, classes: leafClass, shares };
}

/** A leaf's vote for its most frequent class; of equal ones the first in the order of the classes. */
export function majorities({ leafStart, leafClass, leafWeight }: Tree): Int32Array {
  const found = new Int32Array(leafStart.length - 1);
  for (let leaf = 0; leaf < found.length; leaf++) {
    let best = leafStart[leaf];
    for (let i = best + 1; i < leafStart[leaf + 1]; i++) {
      const more = leafWeight[i] > leafWeight[best];
      if (more || (leafWeight[i] === leafWeight[best] && leafClass[i] < leafClass[best])) best = i;
    }
    found[leaf] = leafClass[best];
  }
  return found;
}
