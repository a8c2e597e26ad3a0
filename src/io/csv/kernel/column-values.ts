import { joinArrays } from "../../../join-arrays.js";
import type { Kernel } from "./kernel.js";

type Values = Float64Array | Int32Array | Uint8Array;

/** The kinds of columns that a kernel tells apart, by number. */
export const kinds = { float64: 0, datetime: 1, int32: 2, boolean: 3, text: 4 } as const;

/** What a kernel's column takes, in 32-bit integers: see wasm/read-columns.as. */
export const COLUMN_SIZE = 6;
const VALUES = 2;
const LEFT = 4;
const ABSENT = 5;

/** How a column is read, and where the kernel finds that. */
export interface ColumnPlace {
  readonly kernel: Kernel;
  /** The address of the kernel's column. */
  readonly address: number;
  /** Its place in a row. */
  readonly field: number;
  /** How many values there is room for. */
  readonly capacity: number;
}

/**
 * The values of a column, in a kernel's memory, where the kernel puts them: memory that is used again for every block, so
 * that it is there already. When it is full they are moved to arrays outside.
 */
export class ColumnValues<V extends Values> {
  readonly #type: new (
    buffer: ArrayBuffer,
    start: number,
    length: number,
  ) => V;
  readonly #size: number;
  readonly #start: number;
  readonly #moved: V[] = [];

  constructor(
    readonly place: ColumnPlace,
    type: (new (buffer: ArrayBuffer, start: number, length: number) => V) & { readonly BYTES_PER_ELEMENT: number },
    kind: keyof typeof kinds,
    texts = 0,
  ) {
    const { kernel, field, capacity } = place;
    this.#type = type;
    this.#size = type.BYTES_PER_ELEMENT;
    this.#start = kernel.allocate(this.#size * capacity);
    this.#column.set([kinds[kind], field, this.#start, texts, 0, 0]);
  }

  /** How many of the rows read last the kernel has left. */
  get left(): number {
    return this.#column[LEFT];
  }

  /** How many of the values that the kernel has read are missing. */
  get absent(): number {
    return this.#column[ABSENT];
  }

  /** The values of so many rows that were read last. */
  last(rows: number): V {
    return this.#view(this.#filled - rows, rows);
  }

  /** Makes room for as many values as there was at first. */
  moveOut(): void {
    this.#moved.push(this.#view(0, this.#filled).slice() as V);
    this.#column[VALUES] = this.#start;
  }

  /** All values: a view of the kernel's memory, unless some were moved. */
  all(): V {
    const last = this.#view(0, this.#filled);
    if (this.#moved.length === 0) return last;
    return joinArrays([...this.#moved, last], (length) => {
      return new this.#type(new ArrayBuffer(this.#size * length), 0, length);
    });
  }

  /** How many values are in the kernel's memory. */
  get #filled(): number {
    return (this.#column[VALUES] - this.#start) / this.#size;
  }

  get #column(): Uint32Array {
    return new Uint32Array(this.place.kernel.bytes.buffer, this.place.address, COLUMN_SIZE);
  }

  #view(from: number, length: number): V {
    const { buffer } = this.place.kernel.bytes;
    return new this.#type(buffer as ArrayBuffer, this.#start + this.#size * from, length);
  }
}
