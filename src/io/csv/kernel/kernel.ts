/**
 * The inner loops of reading CSV, as WebAssembly: compiled from `wasm/` by `src/compile-kernels.mjs`. They take one memory,
 * which is used again for every text that a thread reads.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface GlobalVariable {
  value: number;
}

/** What the compiled module exports: variables and functions that its sources explain. */
interface CompiledKernels {
  readonly delimiter: GlobalVariable;
  readonly quote: GlobalVariable;
  readonly comment: GlobalVariable;
  readonly fields: GlobalVariable;
  readonly exact: GlobalVariable;
  readonly cells: GlobalVariable;
  readonly odd: GlobalVariable;
  readonly begins: GlobalVariable;
  readonly missing: GlobalVariable;
  readonly missingEnd: GlobalVariable;
  readonly position: GlobalVariable;
  readonly found: GlobalVariable;
  readonly fault: GlobalVariable;
  readonly faultAt: GlobalVariable;
  readonly rowAt: GlobalVariable;
  reset(): void;
  allocate(bytes: number): number;
  cutRows(begin: number, end: number, limit: number, final: number): number;
  passQuotes(from: number, to: number, state: number): number;
  readColumns(columns: number, count: number, rows: number): number;
  readFloats(column: number, rows: number, values: number): number;
  readIntegers(column: number, rows: number, values: number): number;
  readBooleans(column: number, rows: number, values: number): number;
  readDatetimes(column: number, rows: number, values: number): number;
  newTexts(likelyRows: number): number;
  readText(texts: number, start: number, length: number): number;
  textCount(texts: number): number;
  textEnds(texts: number): number;
  textBytes(texts: number): number;
}

/** The part of WebAssembly that is used here. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** A memory that has grown beyond this is not kept for the next text. */
const MOST_KEPT = 2 ** 28;

/** A memory, and the kernels that work on it. */
interface Instance {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly code: CompiledKernels;
}

let compiled: object | undefined;
let kept: Instance | undefined;

function instance(): Instance {
  if (kept !== undefined && kept.memory.buffer.byteLength <= MOST_KEPT) return kept;
  compiled ??= new WebAssembly.Module(readFileSync(join(__dirname, "generated", "kernels.wasm")));
  const memory = new WebAssembly.Memory({ initial: 16 });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  kept = { memory, code: exports as CompiledKernels };
  return kept;
}

/** The kernels, with memory for one text: all of a thread's have the same, so a text is done with before the next one. */
export class Kernel {
  readonly code: CompiledKernels;
  readonly #memory: Instance["memory"];
  #bytes = Buffer.alloc(0);
  #scratch = 0;
  #scratchSize = 0;

  constructor() {
    const { memory, code } = instance();
    this.#memory = memory;
    this.code = code;
    code.reset();
  }

  /** The memory, by address; another array after it has grown. */
  get bytes(): Buffer {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = Buffer.from(this.#memory.buffer);
    return this.#bytes;
  }

  /**
   * The address of a new piece of memory, of whatever bytes are there.
   *
   * @throws {RangeError} memory is used up.
   */
  allocate(bytes: number): number {
    return addressOf(this.code.allocate(bytes));
  }

  /** Puts bytes where the next call of this puts its own; their address. */
  put(bytes: Uint8Array): number {
    if (bytes.length > this.#scratchSize) {
      this.#scratchSize = 2 * bytes.length;
      this.#scratch = this.allocate(this.#scratchSize);
    }
    this.bytes.set(bytes, this.#scratch);
    return this.#scratch;
  }
}

/**
 * The address that a kernel gives, in 32 bits without a sign.
 *
 * @throws {RangeError} it is 0, for want of memory.
 */
export function addressOf(given: number): number {
  if (given !== 0) return given >>> 0;
  throw new RangeError(
    "A block of text takes more than 4 GiB. Give a smaller blocksize, or unpack a packed file first.",
  );
}
