// What ../partition-rows.ts does.
import { columnOf } from "./columns";
import * as node from "./node";
import { categorical, leftBits, rowIds, rowLabels, spareIds, spareLabels, wide } from "./state";

/** Moves the rows that the node's split sends left before the others; where the others begin. */
export function partitionRows(): i32 {
  const feature = node.feature;
  if (load<u8>(categorical + feature)) {
    return wide ? bySet<u16>(columnOf<u16>(feature)) : bySet<u8>(columnOf<u8>(feature));
  }
  return wide ? byOrder<u16>(columnOf<u16>(feature)) : byOrder<u8>(columnOf<u8>(feature));
}

function byOrder<T>(column: usize): i32 {
  const low = <u32>node.low;
  const width = <u32>node.split - low;
  const to = rowIds + (node.end << 2);
  const toLabels = rowLabels - rowIds;
  let left = rowIds + (node.start << 2);
  let right = spareIds;
  const toSpareLabels = spareLabels - spareIds;
  for (let at = left; at < to; at += 4) {
    const row = load<u32>(at);
    const label = load<u32>(at + toLabels);
    const code = <u32>load<T>(column + <usize>row * sizeof<T>());
    const goesLeft = <usize>(code - low <= width) << 2;
    store<u32>(left, row);
    store<u32>(left + toLabels, label);
    store<u32>(right, row);
    store<u32>(right + toSpareLabels, label);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  return append(left, right);
}

function bySet<T>(column: usize): i32 {
  const to = rowIds + (node.end << 2);
  const toLabels = rowLabels - rowIds;
  let left = rowIds + (node.start << 2);
  let right = spareIds;
  const toSpareLabels = spareLabels - spareIds;
  for (let at = left; at < to; at += 4) {
    const row = load<u32>(at);
    const label = load<u32>(at + toLabels);
    const code = <u32>load<T>(column + <usize>row * sizeof<T>());
    const goesLeft = <usize>((load<u32>(leftBits + ((code >>> 5) << 2)) >>> (code & 31)) & 1) << 2;
    store<u32>(left, row);
    store<u32>(left + toLabels, label);
    store<u32>(right, row);
    store<u32>(right + toSpareLabels, label);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  return append(left, right);
}

/** Puts the spare rows after the left ones. */
function append(left: usize, right: usize): i32 {
  const bytes = right - spareIds;
  memory.copy(left, spareIds, bytes);
  memory.copy(left + rowLabels - rowIds, spareLabels, bytes);
  return <i32>(left - rowIds) >> 2;
}
