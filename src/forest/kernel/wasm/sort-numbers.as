// What sortedNumbers of ../sorted-numbers.ts asks for.

/** Passes, of so many bits each, from the lowest on. */
const PASSES = 6;
const BITS: u64 = 11;
const BUCKETS = 2048;

/** Sorts doubles, of which none is NaN, by their bits, so that -0 comes before 0. `counts` has room for six times 2,048. */
export function sortNumbers(numbers: usize, spare: usize, length: i32, counts: usize): void {
  const end = numbers + (length << 3);
  memory.fill(counts, 0, PASSES * BUCKETS * 4);
  for (let at = numbers; at < end; at += 8) {
    const bits = load<u64>(at);
    // As whole numbers, these are in the order of the doubles.
    let key = bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
    store<u64>(at, key);
    for (let table = counts; table < counts + PASSES * BUCKETS * 4; table += BUCKETS * 4) {
      const count = table + (<usize>(key & (BUCKETS - 1)) << 2);
      store<u32>(count, load<u32>(count) + 1);
      key >>= BITS;
    }
  }
  let from = numbers;
  let to = spare;
  for (let pass = 0; pass < PASSES; pass++) {
    const table = counts + pass * BUCKETS * 4;
    const shift = <u64>pass * BITS;
    const first = table + (<usize>((load<u64>(from) >>> shift) & (BUCKETS - 1)) << 2);
    if (load<u32>(first) == length) continue;
    let sum: u32 = 0;
    for (let count = table; count < table + BUCKETS * 4; count += 4) {
      const own = load<u32>(count);
      store<u32>(count, sum);
      sum += own;
    }
    for (let at = from; at < from + (length << 3); at += 8) {
      const key = load<u64>(at);
      const count = table + (<usize>((key >>> shift) & (BUCKETS - 1)) << 2);
      const place = load<u32>(count);
      store<u32>(count, place + 1);
      store<u64>(to + (place << 3), key);
    }
    const other = from;
    from = to;
    to = other;
  }
  for (let i: usize = 0; i < <usize>length << 3; i += 8) {
    const key = load<u64>(from + i);
    store<u64>(numbers + i, key ^ (~<u64>(<i64>key >> 63) | 0x8000000000000000));
  }
}
