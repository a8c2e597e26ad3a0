const units: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["KIB", 2 ** 10],
  ["MIB", 2 ** 20],
  ["GIB", 2 ** 30],
]);

/**
 * A number of bytes, from a number or from a text such as `"64MB"`, `"16 MiB"` or `"1.5GB"`: a unit with "i" counts in
 * powers of 1024, one without in powers of 1000. Rounded down.
 *
 * @returns undefined when it is no size of at least one byte.
 */
export function byteSize(size: unknown): number | undefined {
  let bytes = Number.NaN;
  if (typeof size === "number") bytes = size;
  if (typeof size === "string") {
    const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(size) ?? [];
    bytes = Number(count) * (units.get(unit?.toUpperCase()) ?? Number.NaN);
  }
  const whole = Math.floor(bytes);
  return Number.isSafeInteger(whole) && whole >= 1 ? whole : undefined;
}
