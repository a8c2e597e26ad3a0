// What ../sort-keys.ts does.
import { radix, spareKeys } from "./state";

const FEW = 24;

/** Sorts `length` keys by their upper 16 bits; those that are equal stay in their order. */
export function sortKeys(keys: usize, length: i32, isWide: bool): void {
  if (length <= FEW) {
    for (let i = 1; i < length; i++) {
      const key = load<u32>(keys + (<usize>i << 2));
      let j = i - 1;
      while (j >= 0 && load<u32>(keys + (<usize>j << 2)) > key) {
        store<u32>(keys + ((<usize>j + 1) << 2), load<u32>(keys + (<usize>j << 2)));
        j -= 1;
      }
      store<u32>(keys + (<usize>(j + 1) << 2), key);
    }
    return;
  }
  const end = keys + (<usize>length << 2);
  for (let shift: u32 = 16; shift <= (isWide ? 24 : 16); shift += 8) {
    memory.fill(radix, 0, 1024);
    for (let at = keys; at < end; at += 4) {
      const count = radix + (((load<u32>(at) >>> shift) & 255) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
    let sum: u32 = 0;
    for (let at = radix; at < radix + 1024; at += 4) {
      const count = load<u32>(at);
      store<u32>(at, sum);
      sum += count;
    }
    memory.copy(spareKeys, keys, end - keys);
    for (let at: usize = 0; at < end - keys; at += 4) {
      const key = load<u32>(spareKeys + at);
      const count = radix + (((key >>> shift) & 255) << 2);
      const place = load<u32>(count);
      store<u32>(count, place + 1);
      store<u32>(keys + (<usize>place << 2), key);
    }
  }
}
