/** Numbers of up to this size, and down to its inverse, are summed and multiplied as they are. */
const ORDINARY = 2 ** 64;

/**
 * By which power of two numbers are multiplied so that products of several of them are neither infinite nor 0: 1 for
 * ordinary numbers, and the greater the numbers, the less. Multiplying by it is exact, so what is found with such numbers
 * is what is found with the others.
 *
 * @param most - the greatest of the numbers' sizes.
 */
export function unitScale(most: number): number {
  if (most >= 1 / ORDINARY && most <= ORDINARY) return 1;
  return 2 ** Math.min(1000, -Math.floor(Math.log2(most)));
}

/** The greatest size of some numbers. */
export function mostOf(numbers: Float64Array): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]));
  return most;
}
