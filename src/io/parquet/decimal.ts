/**
 * The double nearest to a decimal number: a whole number over a power of ten.
 *
 * @param unscaled - the whole number, or its bytes in two's complement, the highest first.
 * @param scale - digits behind the point.
 */
export function decimalToNumber(unscaled: number | bigint | Uint8Array, scale: number): number {
  const whole = unscaled instanceof Uint8Array ? fromBytes(unscaled) : unscaled;
  const isExact = whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER && scale >= 0 && scale <= 22;
  return isExact ? Number(whole) / 10 ** scale : Number(`${whole}e${-scale}`);
}

function fromBytes(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}
