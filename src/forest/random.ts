/**
 * Random choices without state: each is a hash of what it is for (the seed, the tree, the node, a counter), so it is
 * the same wherever and in whatever order it is made. Keys are pairs of 32-bit words; one word would let the draws of
 * two trees overlap on large data.
 */

import { mix } from "../random.js";

/** Separates choices of different kinds that share a seed, a tree and a counter. */
export const Purpose = { sample: 1, bootstrap: 2, features: 3, library: 4 } as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** Two 32-bit words that name a sequence of draws. */
export interface Key {
  readonly a: number;
  readonly b: number;
}

const GOLDEN = 0x9e3779b9;

/**
 * The key of a sequence of draws.
 *
 * @param seed - a whole number below 2 ** 53.
 * @param tree - the number of the tree, from 0; 0 where there is none.
 */
export function makeKey(seed: number, tree: number, purpose: Purpose): Key {
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32) | 0;
  const word = (salt: number): number => mix(mix(mix(mix(low + salt) + high) + purpose) + Math.imul(tree, GOLDEN));
  return { a: word(0x243f6a88), b: word(0x13198a2e) };
}

/** Draw number `counter` of the sequence: 32 random bits, as a whole number from 0. */
export function draw(a: number, b: number, counter: number): number {
  return mix(mix(Math.imul(counter, GOLDEN) + a) + b) >>> 0;
}

/** Draw number `counter`, as a whole number from 0 to `bound` - 1. */
export function drawBelow(a: number, b: number, counter: number, bound: number): number {
  return Math.floor((draw(a, b, counter) * bound) / 2 ** 32);
}

/** The name of the root in {@link childNode}. */
export const ROOT = 1;

/** A node's name is a hash of the path to it, so it does not depend on the order in which nodes are grown. */
export function childNode(node: number, side: 0 | 1): number {
  return mix(Math.imul(node, GOLDEN) + 1 + side);
}
