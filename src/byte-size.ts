const units: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["K", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["KI", 2 ** 10],
  ["MI", 2 ** 20],
  ["GI", 2 ** 30],
  ["TI", 2 ** 40],
]);

/**
 * A number of bytes, from a number or from a text such as `"64MB"`, `"16 MiB"`, `"1.5G"` or `"2e9"`: a unit with "i"
 * counts in powers of 1024, one without in powers of 1000. Rounded down.
 *
 * @returns undefined when it is no size of at least one byte.
 */
export function byteSize(size: unknown): number | undefined {
  let bytes = Number.NaN;
  if (typeof size === "number") bytes = size;
  if (typeof size === "string") {
    const [, amount, unit = ""] = /^\s*(\d+(?:\.\d+)?(?:e\d+)?)\s*(?:([kmgt]i?)?b?)\s*$/i.exec(size) ?? [];
    bytes = Number(amount) * units.get(unit.toUpperCase())!;
  }
  const whole = Math.floor(bytes);
  return Number.isSafeInteger(whole) && whole >= 1 ? whole : undefined;
}

/** Bytes as people read them, in powers of 1,024: "512 MiB". */
export function bytesText(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(value, 1)) / 10)));
  const amount = value / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}
