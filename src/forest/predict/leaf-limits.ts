import type { NarrowNodes } from "../narrow-tree.js";
import { NodeKind } from "../tree.js";

/**
 * By leaf of a tree, the codes of one feature with which a row that is in the leaf stays there, whatever it has in the
 * others: those that the nodes on the way, which split on the feature, send the same way.
 */
export interface LeafLimits {
  /** The least and the greatest of these codes, in the lower and the upper half. */
  readonly codes: Uint32Array;
  /** 1 where a missing value, which is the code 0, stays too. */
  readonly missing: Uint8Array;
}

/** The greatest code there is. */
const MOST = 0xffff;
/** No code is at least 1 and at most 0. */
const NO_CODES = 1;

/**
 * The limits of a feature; `undefined` where no node splits on it. Where one splits by category, none of the codes is
 * said to stay.
 */
export function leafLimits({ kind, feature, split }: NarrowNodes, chosen: number): LeafLimits | undefined {
  if (!feature.includes(chosen)) return undefined;
  const leaves = (kind.length + 1) / 2;
  const limits = { codes: new Uint32Array(leaves), missing: new Uint8Array(leaves) };
  // Those of right children whose left neighbours' subtrees are not done.
  const waitingCodes = new Uint32Array(leaves);
  const waitingMissing = new Uint8Array(leaves);
  let depth = 0;
  let inner = 0;
  let codes = (MOST << 16) | 1;
  let missing = 1;
  for (let node = 0; node < kind.length; node++) {
    const own = kind[node];
    if (own === NodeKind.leaf) {
      limits.codes[node - inner] = codes;
      limits.missing[node - inner] = missing;
      if (depth === 0) break;
      codes = waitingCodes[--depth];
      missing = waitingMissing[depth];
      continue;
    }
    const last = split[inner];
    const isChosen = feature[inner++] === chosen;
    waitingCodes[depth] = codes;
    waitingMissing[depth] = missing;
    if (isChosen && own === NodeKind.categories) {
      codes = NO_CODES;
      missing = 0;
      waitingCodes[depth] = codes;
      waitingMissing[depth] = missing;
    } else if (isChosen) {
      const [low, high] = [codes & MOST, codes >>> 16];
      codes = (Math.min(high, last) << 16) | low;
      waitingCodes[depth] = (high << 16) | Math.max(low, last + 1);
      if (own === NodeKind.missingLeft) waitingMissing[depth] = 0;
      else missing = 0;
    }
    depth += 1;
  }
  return limits;
}
