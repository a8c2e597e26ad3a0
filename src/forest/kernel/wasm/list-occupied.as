// The codes that occur in a node, from the marks that searches make by vectors.
import { codeMarks, occupied } from "./state";

/** Lists where the counters of the codes that occur are, of 1 << shift bytes each, and clears the marks; where the list ends. */
export function listOccupied(codeCount: i32, shift: u32): usize {
  const none = i64x2.splat(0);
  const to = codeMarks + codeCount;
  let cell: u32 = 0;
  let at = occupied;
  for (let marks = codeMarks; marks < to; marks += 64) {
    const low = i8x16.bitmask(v128.load(marks)) | (i8x16.bitmask(v128.load(marks, 16)) << 16);
    const high = i8x16.bitmask(v128.load(marks, 32)) | (i8x16.bitmask(v128.load(marks, 48)) << 16);
    v128.store(marks, none);
    v128.store(marks, none, 16);
    v128.store(marks, none, 32);
    v128.store(marks, none, 48);
    let bits = <u64>(<u32>low) | (<u64>(<u32>high) << 32);
    while (bits != 0) {
      store<u32>(at, cell + (<u32>ctz(bits) << shift));
      at += 4;
      bits &= bits - 1;
    }
    cell += 64 << shift;
  }
  return at;
}
