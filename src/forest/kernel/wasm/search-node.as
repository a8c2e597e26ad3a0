// What ../search-node.ts does.
import { columnOf } from "./columns";
import { clearHistogram, fillHistogram } from "./histogram";
import * as node from "./node";
import { draw } from "./random";
import { placeUnseen, scanCategories } from "./scan-categories";
import { scanHistogram } from "./scan-histogram";
import { scanSorted, sortRows } from "./scan-sorted";
import { packs, searchPacked } from "./search-packed";
import { packsWide, searchWide } from "./search-wide";
import {
  categorical,
  codeCounts,
  constants,
  drawn,
  features,
  isConstant,
  minSamplesLeaf,
  swaps,
  wide,
} from "./state";

const FEW_ROWS = 16;
const CELLS_PER_ROW: i64 = 16;
const MOST_CELLS: i64 = 4194304;

/** Looks for the node's best split among features drawn without replacement; how many constants are known now. */
export function searchNode(keyA: i32, keyB: i32, maxFeatures: i32, knownBefore: i32): i32 {
  let known = knownBefore;
  let visited = 0;
  let visitedConstants = 0;
  while (visited < features && (visited < maxFeatures || visited == visitedConstants)) {
    const at = visited + <i32>((<u64>draw(keyA, keyB, visited) * <u64>(features - visited)) >>> 32);
    const feature = load<i32>(drawn + (at << 2));
    store<i32>(drawn + (at << 2), load<i32>(drawn + (visited << 2)));
    store<i32>(drawn + (visited << 2), feature);
    store<i32>(swaps + (visited << 2), at);
    visited += 1;
    if (load<u8>(isConstant + feature)) {
      visitedConstants += 1;
    } else if (!(wide ? searchFeature<u16>(feature) : searchFeature<u8>(feature))) {
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
  if (node.feature >= 0 && load<u8>(categorical + node.feature)) placeUnseen();
  node.tell();
  return known;
}

/** Whether the feature has more than one value in the node. */
function searchFeature<T>(feature: i32): bool {
  const column = columnOf<T>(feature);
  const codeCount = load<i32>(codeCounts + (feature << 2));
  const isCategorical = load<u8>(categorical + feature) == 1;
  if (!isCategorical && packs(node.end - node.start, codeCount)) return searchPacked<T>(feature, column, codeCount);
  if (!isCategorical && packsWide(node.end - node.start, codeCount)) return searchWide<T>(feature, column, codeCount);
  if (!isCategorical && sorts(node.end - node.start, codeCount)) {
    if (sortRows<T>(column)) return false;
    scanSorted(feature);
    return true;
  }
  const countRows = minSamplesLeaf > 1;
  const length = fillHistogram<T>(column, codeCount, countRows);
  if (length > 1) {
    if (isCategorical) scanCategories(feature, length);
    else scanHistogram(feature, length);
  }
  clearHistogram(length, countRows);
  return length > 1;
}

function sorts(rows: i32, codeCount: i32): bool {
  if (rows <= FEW_ROWS) return true;
  const count = <i64>node.classCount;
  return <i64>min(rows, codeCount) * count > <i64>rows * CELLS_PER_ROW || <i64>codeCount * count > MOST_CELLS;
}
