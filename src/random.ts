/**
 * Random numbers without a state: each is a hash of what it is for. Any worker, in any order, any number of times,
 * draws the same, which is why a split or a forest does not depend on where it was computed.
 */

/** A 32-bit hash, each bit of which depends on each bit of the parts, integers of which the low 32 bits count. */
export function hash32(seed: number, a: number, b = 0, c = 0): number {
  let h = mix(seed ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(a, 0x85ebca6b));
  h = mix(h ^ Math.imul(b + 0x165667b1, 0xc2b2ae35));
  h = mix(h ^ Math.imul(c + 0x27d4eb2f, 0x9e3779b1));
  return h >>> 0;
}

/** Whether `row` is in a sample of about `size` of `total` rows: all of them when there are no more than that. */
export function inSample(seed: number, row: number, size: number, total: number): boolean {
  return total <= size || hash32(seed, row) < (size / total) * 4294967296;
}

/**
 * Scrambles 32 bits, one to one: the low-bias finaliser found by search in github.com/skeeto/hash-prospector. The
 * result is a signed 32-bit integer.
 */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
