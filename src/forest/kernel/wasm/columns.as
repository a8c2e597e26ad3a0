// The codes that nodes are searched on: those of the matrix or, below a node of few rows, a copy of that node's rows, which
// stands in a processor's cache. In a copy, rows are numbered from 0.
import { block, blockRows, codes, features, isConstant, rowIds, rows } from "./state";

let first: usize = 0;
/** Codes from one column to the next. */
let length: usize = 0;

/** Where the column of a feature begins. */
// @ts-ignore: decorator
@inline
export function columnOf<T>(feature: i32): usize {
  return first + <usize>feature * length * sizeof<T>();
}

export function useMatrix(): void {
  first = codes;
  length = rows;
}

export function useBlock(): void {
  first = block;
  length = blockRows;
}

/** Copies the rows of a node, without features that are constant in it, and works on the copy from then on. */
export function copyBlock<T>(start: i32, end: i32): void {
  const from = rowIds + (start << 2);
  const to = rowIds + (end << 2);
  for (let feature = 0; feature < features; feature++) {
    if (load<u8>(isConstant + feature)) continue;
    const column = codes + <usize>feature * rows * sizeof<T>();
    let copy = block + <usize>feature * blockRows * sizeof<T>();
    for (let at = from; at < to; at += 4) {
      store<T>(copy, load<T>(column + <usize>load<u32>(at) * sizeof<T>()));
      copy += sizeof<T>();
    }
  }
  let row: u32 = 0;
  for (let at = from; at < to; at += 4) {
    store<u32>(at, row);
    row += 1;
  }
  useBlock();
}
