const counts = new WeakMap<object, number>();

/** Tells how many of a column's values are missing, given the array that holds them, so that nobody has to look at all of them. */
export function tellMissing(values: Float64Array | Int32Array, missing: number): void {
  counts.set(values, missing);
}

/** How many are missing, if it was told. */
export function knownMissing(values: Float64Array | Int32Array): number | undefined {
  return counts.get(values);
}
