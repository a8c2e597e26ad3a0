type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** Arrays of numbers, one after the other, in the one that `room` gives for their length in all. Copies each once. */
export function joinArrays<T extends Numbers>(arrays: readonly T[], room: (length: number) => T): T {
  const joined = room(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

/** {@link joinArrays} of doubles, in a new array. */
export function joinDoubles(arrays: readonly Float64Array[]): Float64Array {
  return joinArrays(arrays, (length) => new Float64Array(length));
}
