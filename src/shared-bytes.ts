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

/** The bytes of several arrays, one after the other, in memory that threads share. */
export function joinShared(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = sharedBytes(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
