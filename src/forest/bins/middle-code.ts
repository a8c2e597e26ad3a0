/**
 * The last code of the left side when no row has a code between `left` and `right`: that whose edge is nearest to the
 * middle of those that would do, as scikit-learn puts its threshold midway between two values. An edge close to either
 * side costs up to half a point of accuracy.
 *
 * @param edges - the edge after code c is `edges[offset + c]`; ascending.
 */
export function middleCode(edges: Float64Array, offset: number, left: number, right: number): number {
  const last = right - 1;
  const middle = edges[offset + left] / 2 + edges[offset + last] / 2;
  if (!Number.isFinite(middle)) return (left + last) >> 1;
  let low = left;
  let high = last;
  while (low < high) {
    const code = (low + high) >> 1;
    if (edges[offset + code] < middle) low = code + 1;
    else high = code;
  }
  return low > left && middle - edges[offset + low - 1] <= edges[offset + low] - middle ? low - 1 : low;
}
