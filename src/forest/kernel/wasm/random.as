// What ../../random.ts and ../../../random.ts do.

const GOLDEN: i32 = <i32>0x9e3779b9;

/** Draw number `counter` of the sequence that the key names. */
// @ts-ignore: decorator
@inline
export function draw(a: i32, b: i32, counter: i32): u32 {
  return <u32>mix(mix(counter * GOLDEN + a) + b);
}

/** The name of a node's child. */
// @ts-ignore: decorator
@inline
export function childNode(node: i32, side: i32): i32 {
  return mix(node * GOLDEN + 1 + side);
}

// @ts-ignore: decorator
@inline
export function mix(x: i32): i32 {
  x = (x ^ <i32>(<u32>x >>> 16)) * <i32>0x21f0aaad;
  x = (x ^ <i32>(<u32>x >>> 15)) * <i32>0x735a2d97;
  return x ^ <i32>(<u32>x >>> 15);
}
