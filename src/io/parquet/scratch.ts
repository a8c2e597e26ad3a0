/** Arrays that are made for a moment: each takes the place of the one before, so that there is no garbage of them. */
export function scratch<T extends Int32Array | Float64Array>(type: new (length: number) => T): (length: number) => T {
  let kept = new type(0);
  return (length) => {
    if (kept.length < length) kept = new type(length);
    return kept.subarray(0, length) as T;
  };
}

type Numbers = typeof Float64Array | typeof Int32Array | typeof Uint8Array;

/** Makes an array of so many numbers. */
export type MakeArray = <T extends Numbers>(type: T, length: number) => InstanceType<T>;

/** An array of its own each time. */
export const newArray: MakeArray = <T extends Numbers>(type: T, length: number) => new type(length) as InstanceType<T>;

/** The most bytes of columns that are made in memory which is used again. */
const MOST_BYTES = 2 ** 25;

let spare: WeakRef<ArrayBuffer> | undefined;

/**
 * Has the columns of a block made in memory that those of the next block take: arrays of their own would be garbage as
 * soon as they are copied. The memory is kept until garbage is collected.
 *
 * @param use - is done with the columns when it resolves. It makes so many at the most, and sets all their numbers.
 */
export async function useColumns<T>(
  columns: number,
  rows: number,
  use: (makeArray: MakeArray) => Promise<T>,
): Promise<T> {
  const bytes = 8 * columns * (rows + 1);
  if (bytes > MOST_BYTES) return use(newArray);
  const last = spare?.deref();
  spare = undefined;
  const room = last !== undefined && last.byteLength >= bytes ? last : new ArrayBuffer(bytes);
  let at = 0;
  const found = await use((type, length) => {
    const array = new type(room, at, length);
    at += 8 * Math.ceil(array.byteLength / 8);
    return array as InstanceType<typeof type>;
  });
  spare = new WeakRef(room);
  return found;
}
