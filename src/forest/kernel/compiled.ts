/**
 * The kernels as WebAssembly: compiled from `wasm/` by `src/compile-kernels.mjs`. They work on arrays in one memory, by address,
 * and do to the last bit what the files beside this one do, which take over where there is no WebAssembly.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entropyTerm } from "./criterion.js";

type ArrayType = typeof Uint8Array | typeof Uint16Array | typeof Int32Array | typeof Uint32Array | typeof Float64Array;

/** Arrays to lay out: by name, of which type and length. */
type Layout = Readonly<Record<string, readonly [type: ArrayType, length: number]>>;

export type Arrays<L extends Layout> = { readonly [K in keyof L]: InstanceType<L[K][0]> };

export interface GlobalVariable {
  value: number;
}

/** What the compiled module exports; every address is a `byteOffset` in its memory. */
export interface CompiledKernels {
  /** Parameters of the tree and of the matrix. */
  readonly rows: GlobalVariable;
  readonly features: GlobalVariable;
  readonly classes: GlobalVariable;
  readonly wide: GlobalVariable;
  readonly renumbers: GlobalVariable;
  readonly gini: GlobalVariable;
  readonly minSamplesLeaf: GlobalVariable;
  readonly exact: GlobalVariable;
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
      readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
      readonly Instance: new (module: KernelModule, imports: object) => { readonly exports: object };
    }
  | undefined;

const PAGE = 65_536;
/** The compiler keeps its constants below. `wasm/walk.as` knows the number, too. */
const FIRST_ADDRESS = 4096;
/** Of a cache line. */
const ALIGNMENT = 64;
/** The most that compiled kernels work on, as each worker has its own copy; most of it is seldom touched. */
const MOST_BYTES = 2 ** 31;

const known = new Map<string, KernelModule>();

/**
 * Compiled kernels; `null` where there is no WebAssembly. Read and compiled once per thread.
 *
 * @param folder - that whose they are.
 */
export function kernelModule(folder = __dirname): KernelModule | null {
  if (typeof WebAssembly === "undefined") return null;
  const module = known.get(folder) ?? new WebAssembly.Module(readFileSync(join(folder, "generated", "kernels.wasm")));
  known.set(folder, module);
  return module;
}

/**
 * Lays out arrays, all zero.
 *
 * @param module - the kernels that are to work on them; on more than 2 GiB compiled ones do not.
 */
export function allocate<L extends Layout, K = CompiledKernels>(
  layout: L,
  module: KernelModule | null,
): KernelMemory<L, K> {
  const places = new Map<string, number>();
  let bytes = FIRST_ADDRESS;
  for (const [name, [type, length]] of Object.entries(layout)) {
    places.set(name, bytes);
    bytes += Math.ceil((type.BYTES_PER_ELEMENT * length) / ALIGNMENT) * ALIGNMENT;
  }
  const compiles = module !== null && typeof WebAssembly !== "undefined" && bytes <= MOST_BYTES;
  const memory = compiles ? new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) }) : undefined;
  const arrays: Record<string, InstanceType<ArrayType>> = {};
  for (const [name, [type, length]] of Object.entries(layout)) {
    arrays[name] = memory === undefined ? new type(length) : new type(memory.buffer, places.get(name), length);
  }
  if (memory === undefined || !compiles) return { arrays: arrays as Arrays<L>, compiled: undefined };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, entropyTerm } });
  // The kernels have a variable for the address of each array that they use, of the array's name.
  const variables = exports as Readonly<Record<string, GlobalVariable | undefined>>;
  for (const [name, { byteOffset }] of Object.entries(arrays)) {
    const variable = variables[name];
    if (variable !== undefined) variable.value = byteOffset;
  }
  return { arrays: arrays as Arrays<L>, compiled: exports as K };
}
