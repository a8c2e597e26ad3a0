import { createHash } from "node:crypto";
import { Serializer } from "node:v8";
import { toSharedBytes } from "../../shared-bytes.js";
import { whatItIs } from "../../what-it-is.js";
import { isInWorker } from "../inside-worker.js";
import { ModuleFinder } from "./find-module.js";
import { originOf } from "./origin.js";
import { Packer } from "./pack-value.js";
import type { PackedFunction, PackedNodes } from "./packed-function.js";
import { type Place, refuse } from "./refuse.js";

/** Functions that use nothing of their surroundings are the same every time. */
const alone = new WeakMap<object, PackedFunction>();

/** Beyond this, what a function uses is better sent once, by itself. */
const muchData = 10_000_000;

/**
 * Packs a function for the journey to a worker, together with what it uses, as it is now: data, other functions,
 * classes and their instances, and imports, which the worker requires again. Typed arrays in shared memory stay shared;
 * everything else is copied, here and now. Takes 0.1 to 0.2 ms, and the time of copying the data.
 *
 * In a tslab notebook a function may use the names of all cells and of the functions around it. Elsewhere it may use
 * only its arguments, what is global, and `require`.
 *
 * @param handOver - see {@link Place}.
 * @throws {UserFunctionError} something that the function uses cannot be sent; the sentence names it.
 */
export function packFunction(fn: (...args: never[]) => unknown, handOver?: Place["handOver"]): PackedFunction {
  if (typeof fn !== "function") throw new TypeError(`A worker runs functions, but it was given ${whatItIs(fn)}.`);
  const known = alone.get(fn);
  if (known !== undefined) return known;
  const packed = pack({ ...placeOf(fn), handOver }, (packer, place) => packer.pack(fn, place));
  if (packed.nodes === 1) alone.set(fn, packed.function);
  return packed.function;
}

/** A value that goes with a function, and how a sentence about it begins. */
export interface Companion {
  readonly value: unknown;
  readonly subject: string;
}

/**
 * Packs a function and values of any kind that it will be given, in one: what occurs in several of them, such as a
 * class and its instances, is the same thing there too.
 *
 * @throws {UserFunctionError} as {@link packFunction}; the sentence names the value.
 */
export function packWith(
  fn: (...args: never[]) => unknown,
  companions: readonly Companion[],
  handOver?: Place["handOver"],
): PackedFunction {
  const place = { ...placeOf(fn), handOver };
  const items = companions.map(({ value, subject }) => ({ value, place: { ...place, subject } }));
  return { ...pack(place, (packer) => packer.packList([{ value: fn, place }, ...items])).function, hasCompany: true };
}

/**
 * Packs any value, as a list of it alone; `unpackAfresh` makes that again.
 *
 * @throws {UserFunctionError} as {@link packFunction}.
 */
export function packAlone(value: unknown, place: Place): PackedFunction {
  return pack(place, (packer) => packer.packList([{ value, place }])).function;
}

function placeOf(fn: (...args: never[]) => unknown): Place {
  return { root: fn.name, through: [], path: "" };
}

function pack(
  place: Place,
  writeDown: (packer: Packer, place: Place) => void,
): { readonly function: PackedFunction; readonly nodes: number } {
  const folder = process.cwd();
  const packer = new Packer(new ModuleFinder(folder), originOf());
  try {
    writeDown(packer, place);
  } catch (error) {
    // V8 has no other sign of a stack that is full.
    if (!(error instanceof RangeError)) throw error;
    refuse(place, "uses values that are nested too deeply to be copied to a worker.", error);
  }
  const { nodes, shared } = packer;
  const serializer = new Serializer();
  serializer.writeHeader();
  try {
    serializer.writeValue({ folder, nodes } satisfies PackedNodes);
  } catch (error) {
    refuse(place, `uses something that cannot be copied to a worker: ${(error as Error).message}`, error);
  }
  const bytes = serializer.releaseBuffer();
  const name = place.root || "anonymous";
  const packed = { hash: hashOf(bytes, shared), name, bytes: toSharedBytes(bytes), shared, hasCompany: false };
  if (bytes.length > muchData && !isInWorker()) warn(packed);
  return { function: packed, nodes: nodes.length };
}

function hashOf(bytes: Uint8Array, shared: readonly SharedArrayBuffer[]): string {
  const hash = createHash("sha256").update(bytes);
  for (const buffer of shared) hash.update(`shared ${numberOf(buffer)}`);
  return hash.digest("hex");
}

/** The bytes in shared memory change; what stays is which memory it is. */
const numbers = new WeakMap<SharedArrayBuffer, number>();
let last = 0;

function numberOf(buffer: SharedArrayBuffer): number {
  let number = numbers.get(buffer);
  if (number === undefined) {
    last += 1;
    number = last;
    numbers.set(buffer, number);
  }
  return number;
}

const warned = new Set<string>();

function warn({ name, hash, bytes }: PackedFunction): void {
  if (warned.has(hash)) return;
  warned.add(hash);
  process.emitWarning(
    `The function "${name}" takes ${Math.round(bytes.length / 1e6)} MB of data along. Sent once with client.scatter(…) ` +
      "and given to the function as an argument, the data is not copied again for the next function.",
  );
}
