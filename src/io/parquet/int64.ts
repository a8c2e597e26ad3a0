const WORD = 2 ** 32;

/** What makes a number of a 64-bit integer, given as its upper and its lower half. */
export type FromHalves = (high: number, low: number) => number;

/** The nearest double to a signed integer. */
export const signed: FromHalves = (high, low) => high * WORD + (low >>> 0);

/** The nearest double to an unsigned integer. */
export const unsigned: FromHalves = (high, low) => (high >>> 0) * WORD + (low >>> 0);

/** The whole number at or below a signed integer over `by`, exactly if that is below 2^53; `by` is at most 10^6. */
export function floorDivided(by: number): FromHalves {
  const quotient = Math.floor(WORD / by);
  const rest = WORD % by;
  return (high, low) => {
    // high·rest + low is below 2^53, so it is exact, and so is the correction of its quotient.
    const part = high * rest + (low >>> 0);
    let below = Math.floor(part / by);
    if (below * by > part) below -= 1;
    else if ((below + 1) * by <= part) below += 1;
    return high * quotient + below;
  };
}

/** Little-endian 64-bit integers as numbers. */
export function fromInt64s(bytes: Buffer, count: number, convert: FromHalves): Float64Array {
  const values = new Float64Array(count);
  const halves = new Int32Array(exactly(bytes, count * 8));
  for (let i = 0; i < count; i++) values[i] = convert(halves[2 * i + 1], halves[2 * i]);
  return values;
}

/**
 * A copy of the first bytes, on its own, so that any typed array can be laid on it.
 *
 * @throws {RangeError} there are fewer.
 */
export function exactly(bytes: Buffer, size: number): ArrayBuffer {
  if (!(size >= 0 && size <= bytes.length)) throw new RangeError("a page ends before its values");
  const copy = new ArrayBuffer(size);
  new Uint8Array(copy).set(bytes.subarray(0, size));
  return copy;
}
