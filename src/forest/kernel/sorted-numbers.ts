import { joinArrays, joinDoubles } from "../../join-arrays.js";
import { allocate, type KernelModule, kernelModule } from "./compiled.js";

/** Below so many numbers, V8's own sort is as quick; of 1,000 it takes three times as long. */
const FEW = 512;

function makeMemory(length: number, module: KernelModule) {
  return allocate(
    { numbers: [Float64Array, length], spare: [Float64Array, length], counts: [Int32Array, 6 * 2048] },
    module,
  );
}

/** The thread's memory for this: that of the most numbers that it sorted. */
let kept: ReturnType<typeof makeMemory> | undefined;

/**
 * All these numbers, none of them NaN, in one array, ascending; -0 comes before 0.
 *
 * @param module - the compiled kernels; `null` for JavaScript alone.
 * @returns an array that the next call may take for its own numbers.
 */
export function sortedNumbers(
  parts: readonly Float64Array[],
  module: KernelModule | null = kernelModule(),
): Float64Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (module === null || length < FEW) return joinDoubles(parts).sort();
  if (kept === undefined || kept.arrays.numbers.length < length) kept = makeMemory(length, module);
  const { compiled, arrays } = kept;
  const numbers = joinArrays(parts, () => arrays.numbers.subarray(0, length));
  if (compiled === undefined) return numbers.sort();
  compiled.sortNumbers(numbers.byteOffset, arrays.spare.byteOffset, length, arrays.counts.byteOffset);
  return numbers;
}
