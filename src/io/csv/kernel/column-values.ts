import type { Kernel } from "./kernel.js";

type Values = Float64Array | Int32Array | Uint8Array;

/**
 * The values of a column, in a kernel's memory, where the kernel puts them: memory that is used again for every block, so
 * that it is there already. What finds no room is moved to an array outside.
 */
export class ColumnValues<V extends Values> {
  readonly #address: number;
  readonly #size: number;
  readonly #moved: V[] = [];
  /** Values in the kernel's memory. */
  #filled = 0;

  /** @param capacity - how many values there is room for. */
  constructor(
    private readonly kernel: Kernel,
    private readonly type: new (buffer: ArrayBuffer, start: number, length: number) => V,
    readonly capacity: number,
  ) {
    this.#size = (type as unknown as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
    this.#address = kernel.allocate(this.#size * capacity);
  }

  /** The address where the next values go, so many; no more than there is room for in all. */
  reserve(rows: number): number {
    if (this.#filled + rows > this.capacity) {
      this.#moved.push(this.#view(0, this.#filled).slice() as V);
      this.#filled = 0;
    }
    return this.#address + this.#size * this.#filled;
  }

  /** The values that were reserved last, to be changed until they are added. */
  reserved(rows: number): V {
    return this.#view(this.#filled, rows);
  }

  /** Takes the values that were reserved last as the next ones. */
  add(rows: number): void {
    this.#filled += rows;
  }

  /** All values: a view of the kernel's memory, unless some were moved. */
  all(): V {
    const last = this.#view(0, this.#filled);
    if (this.#moved.length === 0) return last;
    const pieces = [...this.#moved, last];
    const joined = new (last.constructor as new (length: number) => V)(
      pieces.reduce((sum, { length }) => sum + length, 0),
    );
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  #view(from: number, length: number): V {
    return new this.type(this.kernel.bytes.buffer as ArrayBuffer, this.#address + this.#size * from, length);
  }
}
