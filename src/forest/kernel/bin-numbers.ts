import { allocate, type KernelMemory, type KernelModule, kernelModule } from "./compiled.js";

/** Values that compiled kernels take at a time; few enough that they and their codes stay in a processor's cache. */
const CHUNK = 4096;
/** Below so many values, putting the edges in the kernels' memory would take longer than the search. */
const FEW = 64;

const layout = {
  binValues: [Float64Array, CHUNK],
  binEdges: [Float64Array, 65_536],
  binCodes: [Uint16Array, CHUNK],
} as const;

/** The thread's memory for this, made when it is first needed. */
let kept: KernelMemory<typeof layout> | undefined;

/**
 * Writes the code of each value from `offset` on: 1 plus the number of edges below it, and 0 for NaN.
 *
 * @param valid - 0 for values that are missing.
 * @param edges - ascending, at most 65,534.
 * @param module - the compiled kernels; `null` for JavaScript alone.
 */
export function binNumbers(
  values: Float64Array | Int32Array | Uint8Array,
  valid: Uint8Array | undefined,
  edges: Float64Array,
  codes: Uint8Array | Uint16Array,
  offset: number,
  module: KernelModule | null = kernelModule(),
): void {
  if (module === null || values.length < FEW) {
    for (let i = 0; i < values.length; i++) codes[offset + i] = numericCode(values[i], edges);
  } else {
    kept ??= allocate({ ...layout }, module);
    binCompiled(kept, values, edges, codes, offset);
  }
  if (valid === undefined) return;
  for (let i = 0; i < valid.length; i++) if (valid[i] === 0) codes[offset + i] = 0;
}

function binCompiled(
  { arrays: { binValues, binEdges, binCodes }, compiled }: KernelMemory<typeof layout>,
  values: Float64Array | Int32Array | Uint8Array,
  edges: Float64Array,
  codes: Uint8Array | Uint16Array,
  offset: number,
): void {
  const half = 2 ** Math.max(0, Math.ceil(Math.log2(edges.length + 1)) - 1);
  binEdges.set(edges);
  binEdges.fill(Number.POSITIVE_INFINITY, edges.length, 2 * half - 1);
  for (let from = 0; from < values.length; from += CHUNK) {
    const length = Math.min(CHUNK, values.length - from);
    binValues.set(values.subarray(from, from + length));
    const even = (length + 3) & ~3;
    compiled?.binNumbers(binValues.byteOffset, even, binEdges.byteOffset, half, binCodes.byteOffset);
    codes.set(binCodes.subarray(0, length), offset + from);
  }
}

/** 1 plus the number of edges below x; 0 for NaN. */
export function numericCode(x: number, edges: Float64Array): number {
  if (Number.isNaN(x)) return 0;
  let low = 0;
  let length = edges.length;
  if (length === 0) return 1;
  while (length > 1) {
    const half = length >>> 1;
    low += edges[low + half - 1] < x ? half : 0;
    length -= half;
  }
  return edges[low] < x ? low + 2 : low + 1;
}
