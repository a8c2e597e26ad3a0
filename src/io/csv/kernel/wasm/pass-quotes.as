// The states that text without comments is left in; see ../../layout.ts.
import { delimiter, quote } from "./state";

const LF: u32 = 10;

const ROW_START = 0;
const CELL_START = 1;
const PLAIN = 2;
const QUOTED = 3;
const QUOTE_IN_QUOTED = 4;
const COMMENT = 5;

/** The first place where a row starts, as far as {@link passQuotes} has looked; 0 when none does. */
export let rowAt: usize = 0;

/** Goes from quote to quote, since the byte before tells whether one opens a cell; the state at the end. */
export function passQuotes(from: usize, to: usize, entered: i32): i32 {
  let state = entered;
  let i = from;
  rowAt = 0;
  if (state == COMMENT) {
    i = next(LF, i, to) + 1;
    if (i > to) return COMMENT;
    rowAt = i;
    state = ROW_START;
  }
  while (true) {
    const at = next(quote, i, to);
    if (state == QUOTED) {
      if (at == to) return QUOTED;
      state = QUOTE_IN_QUOTED;
    } else {
      if (rowAt == 0) {
        const newline = next(LF, i, at);
        if (newline < at) rowAt = newline + 1;
      }
      if (at > i) {
        const before: u32 = load<u8>(at - 1);
        state = before == delimiter ? CELL_START : before == LF ? ROW_START : PLAIN;
      }
      if (at == to) return state;
      if (state != PLAIN) state = QUOTED;
    }
    i = at + 1;
  }
}

/** The first of these bytes from `i` on; `to` when there is none. */
// @ts-ignore: decorator
@inline
function next(byte: u32, from: usize, to: usize): usize {
  const wanted = i8x16.splat(<i8>byte);
  let i = from;
  while (i < to) {
    const marks = <u32>i8x16.bitmask(i8x16.eq(v128.load(i), wanted));
    if (marks != 0) return min(to, i + <usize>ctz(marks));
    i += 16;
  }
  return to;
}
