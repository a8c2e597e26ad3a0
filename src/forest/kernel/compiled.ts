/**
 * The kernels as WebAssembly: compiled from `wasm/` by `src/compile-kernels.mjs`. They work on arrays in one memory, by address,
 * and do to the last bit what the files beside this one do, which take over where there is no WebAssembly.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryOf, noteMemory, type SharedMemory, sharedBytes } from "../../shared-bytes.js";
import { entropyTerm } from "./criterion.js";

type ArrayType = typeof Uint8Array | typeof Uint16Array | typeof Int32Array | typeof Uint32Array | typeof Float64Array;

/** Arrays to lay out: by name, of which type and length. */
export type Layout = Readonly<Record<string, readonly [type: ArrayType, length: number]>>;

export type Arrays<L extends Layout> = { readonly [K in keyof L]: InstanceType<L[K][0]> };

export interface GlobalVariable {
  value: number;
}

/** Variables of every compiled module that grows trees. */
export interface CompiledTrees {
  /** The address of the matrix's codes. */
  readonly codes: GlobalVariable;
  /** Parameters of the tree and of the matrix. */
  readonly rows: GlobalVariable;
  readonly features: GlobalVariable;
  readonly wide: GlobalVariable;
  readonly minSamplesLeaf: GlobalVariable;
  readonly exact: GlobalVariable;
}

/** What the compiled module exports; every address is a `byteOffset` in its memory. */
export interface CompiledKernels extends CompiledTrees {
  readonly classes: GlobalVariable;
  readonly renumbers: GlobalVariable;
  readonly gini: GlobalVariable;
  readonly blockRows: GlobalVariable;
  binNumbers(values: number, length: number, edges: number, half: number, codes: number): void;
  growTree(
    inBag: number,
    keyA: number,
    keyB: number,
    maxFeatures: number,
    maxDepth: number,
    minSamplesSplit: number,
    minImpurityDecrease: number,
    treeDraws: number,
  ): void;
  useMatrix(): void;
  enterNode(start: number, end: number): number;
  searchNode(keyA: number, keyB: number, maxFeatures: number, known: number): number;
  partitionRows(): number;
  layOutTree(nodes: number): number;
  softVotes(leaves: number, classes: number, places: number, shares: number): number;
  addVotes(leaves: number, length: number, places: number, shares: number, sums: number, classes: number): void;
  addValues(leaves: number, length: number, values: number, sums: number): void;
  sortNumbers(numbers: number, spare: number, length: number, counts: number): void;
  walkOrdered(rows: number, length: number, leaves: number): void;
  walkAny(rows: number, length: number, leaves: number): void;
}

/** Arrays side by side in one memory, and the kernels that work on it. */
export interface KernelMemory<L extends Layout, K = CompiledKernels> {
  readonly arrays: Arrays<L>;
  /** `undefined` where kernels are not compiled; then the arrays are ordinary ones. */
  readonly compiled: K | undefined;
}

/** A compiled module, to be handed back to {@link allocate}. */
export type KernelModule = object;

/** The part of WebAssembly that is used here; it is not there in a process that may not compile at run time. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => KernelModule;
      readonly Memory: {
        new (size: { initial: number }): { readonly buffer: ArrayBuffer };
        new (size: { initial: number; maximum: number; shared: true }): SharedMemory;
      };
      readonly Instance: new (module: KernelModule, imports: object) => { readonly exports: object };
    }
  | undefined;

const PAGE = 65_536;
/** The compiler keeps its constants below. `wasm/walk.as` knows the number, too. */
const FIRST_ADDRESS = 4096;
/** Of a cache line. */
const ALIGNMENT = 64;
/** The most that compiled kernels work on in one memory; most of it is seldom touched. */
const MOST_BYTES = 2 ** 31;

const known = new Map<string, KernelModule>();

/**
 * Compiled kernels; `null` where there is no WebAssembly. Read and compiled once per thread.
 *
 * @param folder - that whose they are.
 * @param file - `shared-kernels` for those that work in a memory which threads share.
 */
export function kernelModule(folder = __dirname, file: "kernels" | "shared-kernels" = "kernels"): KernelModule | null {
  if (typeof WebAssembly === "undefined") return null;
  const path = join(folder, "generated", `${file}.wasm`);
  const module = known.get(path) ?? new WebAssembly.Module(readFileSync(path));
  known.set(path, module);
  return module;
}

/**
 * A zeroed byte array in memory that threads share: where there is WebAssembly in a memory of kernels,
 * which {@link allocateBeside} gives more room to. It begins at a multiple of 64.
 */
export function kernelBytes(length: number): Uint8Array {
  if (typeof WebAssembly === "undefined" || length > MOST_BYTES - PAGE) return sharedBytes(length);
  const initial = pagesFor(FIRST_ADDRESS + length);
  let memory: SharedMemory;
  try {
    memory = new WebAssembly.Memory({ initial, maximum: MOST_BYTES / PAGE, shared: true });
  } catch {
    // The process may not have so many addresses.
    return sharedBytes(length);
  }
  const bytes = new Uint8Array(memory.buffer, FIRST_ADDRESS, length);
  noteMemory(bytes, memory);
  return bytes;
}

/**
 * Lays out arrays, all zero.
 *
 * @param layout - becomes the object with the arrays.
 * @param module - the kernels that are to work on them; on more than 2 GiB compiled ones do not.
 */
export function allocate<L extends Layout, K = CompiledKernels>(
  layout: L,
  module: KernelModule | null,
): KernelMemory<L, K> {
  const bytes = FIRST_ADDRESS + bytesOf(layout);
  if (module === null || typeof WebAssembly === "undefined" || bytes > MOST_BYTES) {
    const arrays = layOut(layout, (type, length) => new type(length));
    return { arrays, compiled: undefined };
  }
  return withKernels(layout, module, new WebAssembly.Memory({ initial: pagesFor(bytes) }), FIRST_ADDRESS);
}

/**
 * Lays out arrays, all zero, for this thread alone, in the memory that an array stands in, so that kernels work on both.
 *
 * @param layout - becomes the object with the arrays, if they can be laid out.
 * @param folder - whose the kernels are.
 * @returns `undefined` where the array stands in no memory of kernels, or in one that has no room left.
 */
export function allocateBeside<L extends Layout, K = CompiledKernels>(
  array: ArrayBufferView,
  layout: L,
  folder = __dirname,
): KernelMemory<L, K> | undefined {
  const memory = memoryOf(array);
  const module = memory && kernelModule(folder, "shared-kernels");
  if (memory === undefined || module == null) return undefined;
  let before: number;
  try {
    before = memory.grow(pagesFor(bytesOf(layout)));
  } catch {
    return undefined;
  }
  return withKernels(layout, module, memory, before * PAGE);
}

function withKernels<L extends Layout, K>(
  layout: L,
  module: KernelModule,
  memory: { readonly buffer: ArrayBufferLike },
  from: number,
): KernelMemory<L, K> {
  const { buffer } = memory;
  let at = from;
  const arrays = layOut(layout, (type, length) => {
    const place = at;
    at += alignedBytes(type, length);
    return new type(buffer as ArrayBuffer, place, length);
  });
  const { exports } = new WebAssembly!.Instance(module, { env: { memory, entropyTerm } });
  // The kernels have a variable for the address of each array that they use, of the array's name.
  const variables = exports as Readonly<Record<string, GlobalVariable | undefined>>;
  for (const [name, { byteOffset }] of Object.entries(arrays)) {
    const variable = variables[name];
    if (variable !== undefined) variable.value = byteOffset;
  }
  return { arrays, compiled: exports as K };
}

/** Puts the arrays in place of what describes them, so that all objects of one layout are of one hidden class of V8's. */
function layOut<L extends Layout>(
  layout: L,
  make: (type: ArrayType, length: number) => InstanceType<ArrayType>,
): Arrays<L> {
  const arrays = layout as unknown as Record<string, unknown>;
  for (const [name, [type, length]] of Object.entries(layout)) arrays[name] = make(type, length);
  return arrays as Arrays<L>;
}

function bytesOf(layout: Layout): number {
  return Object.values(layout).reduce((sum, [type, length]) => sum + alignedBytes(type, length), 0);
}

function alignedBytes(type: ArrayType, length: number): number {
  return Math.ceil((type.BYTES_PER_ELEMENT * length) / ALIGNMENT) * ALIGNMENT;
}

function pagesFor(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}
