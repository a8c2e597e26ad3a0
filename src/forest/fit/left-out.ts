/**
 * Which rows the samples of trees left out: as bits, drawn again once after the forest has grown, rather than kept by
 * the tasks that grew it.
 */

/** Of one tree after the other, a bit for each row, set if the tree's sample left it out. */
export class LeftOut {
  /** Words of a tree. */
  private readonly words: number;

  constructor(
    rows: number,
    readonly bits: Uint32Array,
  ) {
    this.words = wordsOf(rows);
  }

  /** Writes which of the `length` rows from row `from` on the tree left out, by their places among these; gives their number. */
  find(tree: number, from: number, length: number, places: Int32Array): number {
    const { bits } = this;
    const first = 32 * tree * this.words + from;
    let found = 0;
    for (let i = 0, at = first; i < length; i++, at++) {
      places[found] = i;
      found += (bits[at >>> 5] >>> (at & 31)) & 1;
    }
    return found;
  }
}

/**
 * The bits of {@link LeftOut} of the trees from number `from` up to `to`.
 *
 * @param sample - how often each row is in a tree's sample.
 */
export function drawLeftOut(
  rows: number,
  from: number,
  to: number,
  sample: (tree: number) => Uint32Array,
): Uint32Array {
  const words = wordsOf(rows);
  const bits = new Uint32Array((to - from) * words);
  for (let tree = from, at = 0; tree < to; tree++, at += words) {
    const counts = sample(tree);
    for (let word = 0, row = 0; word < words; word++) {
      let own = 0;
      for (let bit = 0; bit < 32 && row < counts.length; bit++, row++) own |= (counts[row] === 0 ? 1 : 0) << bit;
      bits[at + word] = own;
    }
  }
  return bits;
}

function wordsOf(rows: number): number {
  return Math.ceil(rows / 32);
}
