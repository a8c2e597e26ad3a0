/** Up to so many keys, sorting is by insertion. */
const FEW = 24;

/**
 * Sorts keys from `from` on by their upper 16 bits; those that are equal stay in their order.
 *
 * @param spare - room for as many keys, from its beginning on.
 * @param counts - room for 256 numbers.
 * @param wide - whether there are codes above 255.
 */
export function sortKeys(
  keys: Uint32Array,
  from: number,
  length: number,
  spare: Uint32Array,
  counts: Int32Array,
  wide: boolean,
): void {
  if (length <= FEW) {
    // The lower bits ascend already, so whole keys may be compared.
    for (let i = from + 1; i < from + length; i++) {
      const key = keys[i];
      let j = i - 1;
      while (j >= from && keys[j] > key) {
        keys[j + 1] = keys[j];
        j -= 1;
      }
      keys[j + 1] = key;
    }
    return;
  }
  for (let shift = 16; shift <= (wide ? 24 : 16); shift += 8) {
    counts.fill(0);
    for (let i = from; i < from + length; i++) counts[(keys[i] >>> shift) & 255] += 1;
    let sum = 0;
    for (let digit = 0; digit < 256; digit++) {
      const count = counts[digit];
      counts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < length; i++) spare[i] = keys[from + i];
    for (let i = 0; i < length; i++) {
      const key = spare[i];
      keys[from + counts[(key >>> shift) & 255]++] = key;
    }
  }
}
