/** Of long arrays only so many items, evenly spread, are measured. */
const sampled = 100;

/**
 * About how many bytes a value takes in memory: exact for typed arrays and buffers, an estimate for everything else.
 * Its cost does not grow with the length of an array, only with the number of distinct fields.
 */
export function sizeOf(value: unknown): number {
  return measure(value, new Set());
}

function measure(value: unknown, seen: Set<object>): number {
  if (typeof value === "string") return 16 + 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (seen.has(value)) return 8;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return 64 + value.byteLength;
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return 64 + value.byteLength;
  if (Array.isArray(value)) return 16 + measureItems(value, seen);
  if (value instanceof Map) return 16 + measureItems([...value.keys()], seen) + measureItems([...value.values()], seen);
  if (value instanceof Set) return 16 + measureItems([...value], seen);
  return 32 + measureItems(Object.keys(value), seen) + measureItems(Object.values(value), seen);
}

function measureItems(items: readonly unknown[], seen: Set<object>): number {
  const step = Math.max(1, Math.floor(items.length / sampled));
  let bytes = 0;
  let measured = 0;
  for (let i = 0; i < items.length; i += step) {
    bytes += measure(items[i], seen);
    measured += 1;
  }
  return measured === 0 ? 0 : Math.ceil((bytes / measured) * items.length);
}
