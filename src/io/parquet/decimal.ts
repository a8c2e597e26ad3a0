/**
 * The double nearest to a decimal number: a whole number over a power of ten.
 *
 * @param unscaled - the whole number.
 * @param scale - digits behind the point.
 */
export function decimalToNumber(unscaled: number | bigint, scale: number): number {
  const isExact =
    unscaled >= Number.MIN_SAFE_INTEGER && unscaled <= Number.MAX_SAFE_INTEGER && scale >= 0 && scale <= 22;
  return isExact ? Number(unscaled) / 10 ** scale : Number(`${unscaled}e${-scale}`);
}

/** The same for a whole number given as its bytes in two's complement, the highest first. */
export function bytesToNumber(bytes: Buffer, scale: number): number {
  if (bytes.length === 0) return 0;
  return decimalToNumber(BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString("hex")}`)), scale);
}
