// Memory is handed out upwards, and given back all at once.

/** The compiler keeps its constants below. */
const FIRST: usize = 4096;
const PAGE: usize = 65536;
/** Bytes behind every piece that nobody needs, and that may be read and written. */
const SPARE: usize = 64;

let top: usize = FIRST;

/** Gives everything back. */
export function reset(): void {
  top = FIRST;
}

/** The address of a new piece, of whatever bytes are there; 0 when memory is used up. */
export function allocate(bytes: usize): usize {
  const place = top;
  const next = (<u64>place + bytes + SPARE + 63) & ~63;
  const pages = <i32>((next + PAGE - 1) / PAGE);
  const missing = pages - memory.size();
  if (next >= 0xffff0000 || (missing > 0 && memory.grow(missing) < 0)) return 0;
  top = <usize>next;
  return place;
}
