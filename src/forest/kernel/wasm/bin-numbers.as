// What ../bin-numbers.ts does, four values side by side.

/**
 * Writes, in 16 bits each, 1 plus the number of edges below each of `length` values, and 0 for NaN. The length is a
 * multiple of 4; edges are padded with Infinity to one less than twice `half`, a power of two.
 */
export function binNumbers(values: usize, length: i32, edges: usize, half: i32, codes: usize): void {
  const first = <usize>half << 3;
  const end = values + (<usize>length << 3);
  for (let at = values; at < end; at += 32) {
    const a = load<f64>(at);
    const b = load<f64>(at, 8);
    const c = load<f64>(at, 16);
    const d = load<f64>(at, 24);
    let toA = edges;
    let toB = edges;
    let toC = edges;
    let toD = edges;
    for (let step = first; step >= 8; step >>= 1) {
      toA += select<usize>(step, 0, load<f64>(toA + step - 8) < a);
      toB += select<usize>(step, 0, load<f64>(toB + step - 8) < b);
      toC += select<usize>(step, 0, load<f64>(toC + step - 8) < c);
      toD += select<usize>(step, 0, load<f64>(toD + step - 8) < d);
    }
    store<u16>(codes, codeAt(toA - edges, a));
    store<u16>(codes, codeAt(toB - edges, b), 2);
    store<u16>(codes, codeAt(toC - edges, c), 4);
    store<u16>(codes, codeAt(toD - edges, d), 6);
    codes += 8;
  }
}

// @ts-ignore: decorator
@inline
function codeAt(below: usize, value: f64): u16 {
  return select<u16>(<u16>((below >> 3) + 1), 0, value == value);
}
