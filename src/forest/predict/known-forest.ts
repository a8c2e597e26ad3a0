import { type AnyForest, decodeForest } from "../forest.js";

/** Forests kept, decoded and laid out to be walked; so many that the models of a comparison do not drive out each other. */
const MOST = 4;

/** By key; the one used last is the last. */
const known = new Map<string, AnyForest>();

/**
 * The forest in these bytes, decoded once per thread rather than for each partition. Found by its key, as each message to
 * a worker brings another object with the same bytes.
 */
export function knownForest<F extends AnyForest>(bytes: Uint8Array, key: string): F {
  const forest = known.get(key) ?? decodeForest(bytes);
  known.delete(key);
  known.set(key, forest);
  if (known.size > MOST) known.delete([...known.keys()][0]);
  return forest as F;
}
