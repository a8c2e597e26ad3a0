import { joinArrays } from "./join-arrays.js";

/** A zeroed byte array in memory that threads share, so that posting it to a worker copies nothing. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The same bytes in shared memory: the array itself when it is shared already, else one copy. */
export function toSharedBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = sharedBytes(bytes.length);
  shared.set(bytes);
  return shared;
}

/** A `WebAssembly.Memory` that threads share: compiled kernels of all of them may work in it. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 KiB, all zero; gives how many there were. Throws a RangeError where there is no room. */
  grow(pages: number): number;
}

const memories = new WeakMap<ArrayBufferLike, SharedMemory>();

/** The memory that bytes stand in, if it is known to be one of kernels: a buffer alone does not lead to it. */
export function memoryOf({ buffer }: ArrayBufferView): SharedMemory | undefined {
  return memories.get(buffer);
}

/** Notes that bytes stand in a memory of kernels, at their `byteOffset`. */
export function noteMemory({ buffer }: ArrayBufferView, memory: SharedMemory): void {
  memories.set(buffer, memory);
}

/** How much memory bytes keep from being freed: all of that of kernels, if they stand in one. */
export function keptBytes(bytes: Uint8Array): number {
  return memoryOf(bytes)?.buffer.byteLength ?? bytes.length;
}

/** The bytes of several arrays, one after the other, in memory that threads share. */
export function joinShared(pieces: readonly Uint8Array[]): Uint8Array {
  return joinArrays(pieces, sharedBytes);
}
