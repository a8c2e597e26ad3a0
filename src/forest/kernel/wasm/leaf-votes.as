// What softVotes of ../../predict/leaf-votes.ts does, where leaves have a share for each class.
import { leafClass, leafPlaces, leafSizes, leafWeight, shares } from "./state";

/** Finds the shares of the leaves that are there, and where each one's begin; how many shares there are. */
export function softVotes(leaves: i32, classes: u32): u32 {
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
    store<u32>(leafPlaces + (leaf << 2), place);
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
