// What ../enter-node.ts does.
import * as node from "./node";
import { features, lists, rowTargets, rowWeights, sortedRows } from "./state";

/** Adds up a node and makes it ready to be searched; 1 if all its targets are equal. */
export function enterNode(start: i32, end: i32, listed: i32): i32 {
  let weight: f64 = 0;
  let sum: f64 = 0;
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  const shift = start - listed;
  const places = lists + ((<usize>(features * sortedRows) - shift) << 2);
  for (let i = start; i < end; i++) {
    const row = listed < 0 ? i : shift + load<i32>(places + (<usize>i << 2));
    const own = load<f64>(rowWeights + (<usize>row << 3));
    const target = load<f64>(rowTargets + (<usize>row << 3));
    weight += own;
    sum += own * target;
    if (target < least) least = target;
    if (target > most) most = target;
  }
  node.enter(start, end, weight, sum);
  return least < most ? 0 : 1;
}
