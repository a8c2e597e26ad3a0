/** Out-of-bag predictions are made some rows a task; here the counts of such tasks come together. */

/** By number of trees, the sum of what the parts have for it. */
export function addParts(parts: readonly Float64Array[]): Float64Array {
  return parts[0].map((_, t) => parts.reduce((sum, part) => sum + part[t], 0));
}

/** By number of trees, in place of what each tree changed: what the trees up to it have come to. */
export function addUp(changes: Float64Array): void {
  for (let t = 1; t < changes.length; t++) changes[t] += changes[t - 1];
}
