// What softVotes and addVotes of ../../predict/leaf-votes.ts do, where leaves have a share for each class.
import { leafClass, leafSizes, leafWeight } from "./state";

/** Writes the shares of the leaves that are there, and where each one's begin; how many shares there are. */
export function softVotes(leaves: i32, classes: u32, places: usize, shares: usize): u32 {
  let next = classes * classes;
  memory.fill(shares, 0, next << 3);
  for (let k: u32 = 0; k < classes; k++) store<f64>(shares + ((k * (classes + 1)) << 3), 1);
  let at: u32 = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const size = load<u32>(leafSizes + (leaf << 2));
    let place = classes * load<u16>(leafClass + (at << 1));
    if (size > 1) {
      place = next;
      addShares(shares + (next << 3), at, at + size, classes);
      next += classes;
    }
    store<u32>(places + (leaf << 2), place);
    at += size;
  }
  return next;
}

function addShares(to: usize, from: u32, end: u32, classes: u32): void {
  let sum: f64 = 0;
  for (let i = from; i < end; i++) sum += <f64>load<u32>(leafWeight + (i << 2));
  memory.fill(to, 0, classes << 3);
  for (let i = from; i < end; i++) {
    store<f64>(to + (<usize>load<u16>(leafClass + (i << 1)) << 3), <f64>load<u32>(leafWeight + (i << 2)) / sum);
  }
}

/** Adds the shares of `length` leaves to the sums of as many rows, row after row. */
export function addVotes(leaves: usize, length: i32, places: usize, shares: usize, sums: usize, classes: u32): void {
  const end = leaves + (length << 2);
  if (classes == 2) {
    for (; leaves < end; leaves += 4, sums += 16) addTwo(sums, sharesOf(leaves, places, shares));
  } else if (classes == 3) {
    for (; leaves < end; leaves += 4, sums += 24) {
      const from = sharesOf(leaves, places, shares);
      addTwo(sums, from);
      addOne(sums + 16, from + 16);
    }
  } else {
    for (; leaves < end; leaves += 4) {
      for (let from = sharesOf(leaves, places, shares), last = from + (classes << 3); from < last; from += 8, sums += 8) {
        addOne(sums, from);
      }
    }
  }
}

/** Adds a value of each of `length` leaves to the sum of a row. */
export function addValues(leaves: usize, length: i32, values: usize, sums: usize): void {
  for (const end = leaves + (length << 2); leaves < end; leaves += 4, sums += 8) {
    addOne(sums, values + (<usize>load<u32>(leaves) << 3));
  }
}

// @ts-ignore: decorator
@inline
function sharesOf(leaf: usize, places: usize, shares: usize): usize {
  return shares + (<usize>load<u32>(places + (<usize>load<u32>(leaf) << 2)) << 3);
}

// @ts-ignore: decorator
@inline
function addOne(sum: usize, share: usize): void {
  store<f64>(sum, load<f64>(sum) + load<f64>(share));
}

// @ts-ignore: decorator
@inline
function addTwo(sums: usize, shares: usize): void {
  v128.store(sums, f64x2.add(v128.load(sums), v128.load(shares)));
}
