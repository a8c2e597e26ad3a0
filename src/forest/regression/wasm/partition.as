// What ../partition.ts does.
import * as node from "./node";
import { fillKeys } from "./scan";
import {
  categorical,
  codes,
  features,
  isConstant,
  leftBits,
  lists,
  rowIds,
  rows,
  rowTargets,
  rowTerms,
  side,
  sortedRows,
  spareIds,
  spareKeys,
  spareTargets,
  spareTerms,
  wide,
} from "./state";

/** Moves the rows that the node's split sends left before the others; where the others begin. */
export function partitionRows(): i32 {
  return wide ? partitionBy<u16>() : partitionBy<u8>();
}

function partitionBy<T>(): i32 {
  const column = codes + <usize>node.feature * rows * sizeof<T>();
  let left = <usize>node.start;
  let right: usize = 0;
  for (let i = <usize>node.start; i < <usize>node.end; i++) {
    const id = load<u32>(rowIds + (i << 2));
    const terms = v128.load(rowTerms + (i << 4));
    const target = load<f64>(rowTargets + (i << 3));
    const goesLeft = sideOf(<u32>load<T>(column + <usize>id * sizeof<T>()));
    store<u32>(rowIds + (left << 2), id);
    v128.store(rowTerms + (left << 4), terms);
    store<f64>(rowTargets + (left << 3), target);
    store<u32>(spareIds + (right << 2), id);
    v128.store(spareTerms + (right << 4), terms);
    store<f64>(spareTargets + (right << 3), target);
    left += goesLeft;
    right += 1 - goesLeft;
  }
  memory.copy(rowIds + (left << 2), spareIds, right << 2);
  memory.copy(rowTerms + (left << 4), spareTerms, right << 4);
  memory.copy(rowTargets + (left << 3), spareTargets, right << 3);
  return <i32>left;
}

/** Fills the lists with the rows of a small subtree. */
export function listRows(start: i32, end: i32): void {
  const length = end - start;
  for (let f = 0; f < features; f++) {
    if (load<u8>(categorical + f) || load<u8>(isConstant + f)) continue;
    const to = lists + (<usize>(f * sortedRows) << 2);
    if (wide) fillKeys<u16>(f, start, length, to);
    else fillKeys<u8>(f, start, length, to);
  }
  const places = lists + (<usize>(features * sortedRows) << 2);
  for (let i = 0; i < length; i++) store<i32>(places + (<usize>i << 2), i);
}

/** What `partitionRows` does, on the lists of the subtree that begins at `first`. */
export function partitionLists(first: i32): i32 {
  const from = <usize>(node.start - first) << 2;
  const length = node.end - node.start;
  const places = lists + (<usize>(features * sortedRows) << 2) + from;
  if (wide) findSides<u16>(places, length, first);
  else findSides<u8>(places, length, first);
  for (let f = 0; f < features && length > 2; f++) {
    if (load<u8>(categorical + f) || load<u8>(isConstant + f)) continue;
    partitionList(lists + (<usize>(f * sortedRows) << 2) + from, length);
  }
  return node.start + partitionList(places, length);
}

function findSides<T>(places: usize, length: i32, first: i32): void {
  const column = codes + <usize>node.feature * rows * sizeof<T>();
  const ids = rowIds + (<usize>first << 2);
  for (let at = places; at < places + (<usize>length << 2); at += 4) {
    const place = <usize>load<u32>(at);
    const id = <usize>load<u32>(ids + (place << 2));
    store<u8>(side + place, <u8>sideOf(<u32>load<T>(column + id * sizeof<T>())));
  }
}

function partitionList(from: usize, length: i32): i32 {
  const end = from + (<usize>length << 2);
  let left = from;
  let right = spareKeys;
  for (let at = from; at < end; at += 4) {
    const key = load<u32>(at);
    const goesLeft = <usize>load<u8>(side + (key & 0xffff)) << 2;
    store<u32>(left, key);
    store<u32>(right, key);
    left += goesLeft;
    right += 4 - goesLeft;
  }
  const bytes = right - spareKeys;
  for (let at: usize = 0; at < bytes; at += 4) store<u32>(left + at, load<u32>(spareKeys + at));
  return <i32>(left - from) >> 2;
}

/** 1 where the node's split sends a code left, else 0. */
function sideOf(code: u32): usize {
  if (load<u8>(categorical + node.feature)) {
    return (load<u32>(leftBits + (<usize>(code >>> 5) << 2)) >>> (code & 31)) & 1;
  }
  return <usize>(code - <u32>node.low <= <u32>node.split - <u32>node.low);
}
