import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What is used of zstd's streaming interface, as zstddec compiles it; addresses, sizes and errors in 32 bits. */
interface Decoder {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(address: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): void;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** The part of WebAssembly that is used here. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The most bytes that go in and come out in one call. */
const ROOM = 2 ** 22;

/** A memory that has grown beyond this is not kept for the next frame. */
const MOST_KEPT = 2 ** 25;

/** Results from here up to -1 are errors, by their numbers in zstd's `zstd_errors.h`. */
const FIRST_ERROR = -120;
const reasons: Readonly<Record<number, string>> = {
  16: "it needs more than 128 MiB of memory to be unpacked",
  22: "its checksum differs",
  64: "there is no memory left for it",
};

let compiled: object | undefined;
let kept: Decoder | undefined;

/**
 * Unpacks one frame of zstd by WebAssembly, in pieces, so that what it needs of memory is no more than these and the frame's
 * window, of 128 MiB at most. Its checksum is compared.
 *
 * @returns what the bytes give, all of it if they are the whole frame.
 * @throws {Error} they are damaged; with the code ERR_BUFFER_TOO_LARGE, as Node has it, if they give more than `most` bytes.
 */
export function unpackFrame(packed: Buffer, most: number): Buffer {
  const decoder = kept ?? newDecoder();
  // After an error the decoder is not used again, and so need not be cleared.
  kept = undefined;
  const parts = decode(decoder, packed, most);
  if (decoder.memory.buffer.byteLength <= MOST_KEPT) kept = decoder;
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

function newDecoder(): Decoder {
  compiled ??= new WebAssembly.Module(readFileSync(join(__dirname, "zstd.wasm")));
  const env = { emscripten_notify_memory_growth: () => undefined };
  return new WebAssembly.Instance(compiled, { env }).exports as Decoder;
}

function decode(decoder: Decoder, packed: Buffer, most: number): Buffer[] {
  const roomIn = Math.min(packed.length, ROOM);
  const roomOut = Math.min(most + 1, ROOM);
  const context = there(decoder.ZSTD_createDCtx());
  const [input, output] = [there(decoder.malloc(roomIn)), there(decoder.malloc(roomOut))];
  // Two structures of an address, a size and a place: what is read, and what is written.
  const ends = there(decoder.malloc(24));
  const parts: Buffer[] = [];
  let left = most;
  let isDone = false;
  for (let start = 0; start < packed.length && !isDone; start += roomIn) {
    const piece = packed.subarray(start, start + roomIn);
    new Uint8Array(decoder.memory.buffer).set(piece, input);
    let [read, filled] = [0, 0];
    do {
      new Uint32Array(decoder.memory.buffer, ends, 6).set([input, piece.length, read, output, roomOut, 0]);
      const result = decoder.ZSTD_decompressStream(context, ends + 12, ends) | 0;
      if (result < 0 && result >= FIRST_ERROR) throw new Error(reasons[-result] ?? "it is damaged");
      // Memory may have grown, which leaves views of it without bytes.
      const words = new Uint32Array(decoder.memory.buffer, ends, 6);
      [read, filled] = [words[2], words[5]];
      if (filled > left) throw Object.assign(new Error("it is too large"), { code: "ERR_BUFFER_TOO_LARGE" });
      left -= filled;
      if (filled > 0) parts.push(Buffer.from(new Uint8Array(decoder.memory.buffer, output, filled)));
      isDone = result === 0;
    } while (!isDone && (read < piece.length || filled === roomOut));
  }
  for (const address of [input, output, ends]) decoder.free(address);
  decoder.ZSTD_freeDCtx(context);
  return parts;
}

/** @throws {Error} an address is 0, for want of memory. */
function there(address: number): number {
  if (address === 0) throw new Error(reasons[64]);
  return address >>> 0;
}
