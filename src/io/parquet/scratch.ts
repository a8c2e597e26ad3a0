/** Arrays that are made for a moment: each takes the place of the one before, so that there is no garbage of them. */
export function scratch<T extends Int32Array | Float64Array>(type: new (length: number) => T): (length: number) => T {
  let kept = new type(0);
  return (length) => {
    if (kept.length < length) kept = new type(length);
    return kept.subarray(0, length) as T;
  };
}
