/** Where the counter's high word is never reached by a row number, random choices other than those of rows are drawn. */
const OTHER_CHOICES = 0x80000000;

/**
 * A random number that belongs to a row: a whole number below 2^53 that depends on the seed and the row's number alone.
 *
 * @param seed - any safe integer.
 * @param row - from 0, below 2^53.
 */
export function rowHash(seed: number, row: number): number {
  return threefry(low(seed), high(seed), low(row), high(row));
}

/** A random number as {@link rowHash}, for a choice that is not about a row: the `index`th of the `round`th kind. */
export function choiceHash(seed: number, round: number, index: number): number {
  return threefry(low(seed), high(seed), index, OTHER_CHOICES + round);
}

/**
 * Threefry-2x32 with 20 rounds: the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3" (2011). Of its 64 bits the upper 53 are given. Some 30 ns.
 */
export function threefry(key0: number, key1: number, counter0: number, counter1: number): number {
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  let [inject, next, last] = [key1, key2, key0];
  for (let group = 1; group <= 5; group++) {
    const odd = group % 2 === 1;
    x = (x + y) | 0;
    y = rotate(y, odd ? 13 : 17) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 15 : 29) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 26 : 16) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 6 : 24) ^ x;
    x = (x + inject) | 0;
    y = (y + next + group) | 0;
    [inject, next, last] = [next, last, inject];
  }
  return (x >>> 0) * 2 ** 21 + (y >>> 11);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function low(value: number): number {
  return value | 0;
}

function high(value: number): number {
  return Math.floor(value / 2 ** 32) | 0;
}
