const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The least double above x; x itself if it is Infinity or NaN. */
export function nextDouble(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x === 0) return Number.MIN_VALUE;
  float[0] = x;
  bits[0] += x > 0 ? 1n : -1n;
  return float[0];
}

/** The greatest double below x; x itself if it is -Infinity or NaN. */
export function previousDouble(x: number): number {
  return -nextDouble(-x);
}
