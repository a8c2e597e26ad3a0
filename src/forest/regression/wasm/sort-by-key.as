// What ../../kernel/sort-by-key.ts does.

const GAPS = memory.data<i32>([1, 4, 10, 23, 57, 132, 301, 701, 1750, 4376, 10941, 27353]);
const GAP_COUNT = 12;

/** Shell's sort with Ciura's gaps, by key and then by code. */
export function sortByKey(codes: usize, keys: usize, length: i32): void {
  let at = 0;
  while (at + 1 < GAP_COUNT && load<i32>(GAPS + (<usize>(at + 1) << 2)) < length) at += 1;
  for (; at >= 0; at--) {
    const gap = load<i32>(GAPS + (<usize>at << 2));
    for (let i = gap; i < length; i++) {
      const code = load<i32>(codes + (<usize>i << 2));
      const key = load<f64>(keys + (<usize>i << 3));
      let j = i - gap;
      while (j >= 0 && isAfter(load<f64>(keys + (<usize>j << 3)), load<i32>(codes + (<usize>j << 2)), key, code)) {
        store<f64>(keys + (<usize>(j + gap) << 3), load<f64>(keys + (<usize>j << 3)));
        store<i32>(codes + (<usize>(j + gap) << 2), load<i32>(codes + (<usize>j << 2)));
        j -= gap;
      }
      store<f64>(keys + (<usize>(j + gap) << 3), key);
      store<i32>(codes + (<usize>(j + gap) << 2), code);
    }
  }
}

function isAfter(keyA: f64, codeA: i32, keyB: f64, codeB: i32): bool {
  return keyA > keyB || (keyA == keyB && codeA > codeB);
}
