// What ../enter-node.ts does.
import * as node from "./node";
import { features, lists, rowTargets, rowTerms, sortedRows } from "./state";

/** Adds up a node and makes it ready to be searched; 1 if all its targets are equal. */
export function enterNode(start: i32, end: i32, listed: i32): i32 {
  // The weight, and the sum.
  let sums = f64x2.splat(0);
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  const shift = start - listed;
  const places = lists + ((<usize>(features * sortedRows) - shift) << 2);
  for (let i = start; i < end; i++) {
    const row = listed < 0 ? i : shift + load<i32>(places + (<usize>i << 2));
    const target = load<f64>(rowTargets + (<usize>row << 3));
    sums = f64x2.add(sums, v128.load(rowTerms + (<usize>row << 4)));
    if (target < least) least = target;
    if (target > most) most = target;
  }
  node.enter(start, end, f64x2.extract_lane(sums, 0), f64x2.extract_lane(sums, 1));
  return least < most ? 0 : 1;
}
