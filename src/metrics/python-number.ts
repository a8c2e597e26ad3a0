/**
 * A number with so many decimals, as Python's `format(value, ".2f")` writes it: the decimals nearest to the exact
 * binary value, and of two equally near the even one. (`toFixed` takes the larger: 0.125 becomes 0.12 here, 0.13 there.)
 *
 * @param value - below 1e21 in size, or NaN.
 * @param digits - decimals, 0 to 100.
 */
export function formatFixed(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  const text = value.toFixed(digits);
  // A value half way between two decimals is an odd multiple of 2^-(digits+1), and scaling by a power of two is exact.
  const halfWay = Math.abs(value * 2 ** (digits + 1)) % 2 === 1;
  const last = Number(text.at(-1));
  return halfWay && last % 2 === 1 ? text.slice(0, -1) + String(last - 1) : text;
}

/** A finite float as Python's `str` writes it: the shortest digits that read back the same, `2.0`, `1e-07`, `3e+20`. */
export function formatFloat(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
