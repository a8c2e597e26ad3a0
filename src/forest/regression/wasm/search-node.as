// What ../search-node.ts does.
import * as node from "./node";
import { draw } from "./random";
import { placeUnseen, searchFeature } from "./scan";
import { categorical, constants, drawn, features, isConstant, swaps, wide } from "./state";

/** Looks for the node's best split among features drawn without replacement; how many constants are known now. */
export function searchNode(keyA: i32, keyB: i32, maxFeatures: i32, knownBefore: i32, listed: i32): i32 {
  const wanted = node.end - node.start == 2 ? 1 : maxFeatures;
  let known = knownBefore;
  let visited = 0;
  let visitedConstants = 0;
  while (visited < features && (visited < wanted || visited == visitedConstants)) {
    const at = visited + <i32>((<u64>draw(keyA, keyB, visited) * <u64>(features - visited)) >>> 32);
    const feature = load<i32>(drawn + (at << 2));
    store<i32>(drawn + (at << 2), load<i32>(drawn + (visited << 2)));
    store<i32>(drawn + (visited << 2), feature);
    store<i32>(swaps + (visited << 2), at);
    visited += 1;
    if (load<u8>(isConstant + feature)) {
      visitedConstants += 1;
    } else if (!(wide ? searchFeature<u16>(feature, listed) : searchFeature<u8>(feature, listed))) {
      visitedConstants += 1;
      store<u8>(isConstant + feature, 1);
      store<i32>(constants + (known << 2), feature);
      known += 1;
    }
  }
  for (let i = visited - 1; i >= 0; i--) {
    const feature = load<i32>(drawn + (i << 2));
    const at = load<i32>(swaps + (i << 2));
    store<i32>(drawn + (i << 2), load<i32>(drawn + (at << 2)));
    store<i32>(drawn + (at << 2), feature);
  }
  if (node.feature >= 0 && load<u8>(categorical + <usize>node.feature)) placeUnseen();
  node.tell();
  return known;
}
