/**
 * Model files. After eight bytes that say what it is come the length of a text, the text, and arrays: the text is the
 * model as JSON, where an array stands as its type and length. Arrays of all trees are joined, in the narrowest type.
 * Numbers are little endian. There is no compression, so a file cannot be smaller than what it takes in memory asks for.
 */
import { open, rename, rm } from "node:fs/promises";
import { endianness } from "node:os";
import { refuse } from "./refused-model.js";
import type { SavedForest } from "./saved-model.js";

const MAGIC = Buffer.from("DDFOREST");
const START = MAGIC.length + 4;
const types = { Uint8Array, Uint16Array, Uint32Array, Float64Array } as const;
type TypeName = keyof typeof types;

/** The arrays of a tree's nodes, in the order they stand in a file, and after them those of its leaves. */
const NODES = ["kinds", "features", "splits", "categories"];
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  RandomForestClassifier: ["leafSizes", "leafClasses", "leafWeights"],
  RandomForestRegressor: ["leafValues", "leafWeights"],
};

interface Header extends Omit<SavedForest, "trees"> {
  /** By tree, how many numbers of each of the arrays are its own. */
  readonly trees: readonly (readonly number[])[];
  readonly arrays: Readonly<Record<string, TypeName>>;
}

/** A model as the bytes of a file. */
export function encodeModel({ trees: saved, ...rest }: SavedForest): Buffer {
  const trees = saved as unknown as readonly Readonly<Record<string, ArrayLike<number>>>[];
  const names = namesOf(rest.estimator);
  const types = Object.fromEntries(names.map((name) => [name, narrowest(trees.map((tree) => tree[name]))]));
  const header: Header = {
    ...rest,
    trees: trees.map((tree) => names.map((name) => tree[name].length)),
    arrays: types,
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const arrays = names.flatMap((name) => trees.map((tree) => arrayBytes(tree[name], header.arrays[name])));
  return Buffer.concat([MAGIC, length, text, ...arrays]);
}

/**
 * The plain data in the bytes of a file; `checkModel` makes a model of it.
 *
 * @throws {TypeError} the bytes are not such a file, or not all of it.
 */
export function decodeModel(bytes: Uint8Array): unknown {
  if (bytes.length < START || MAGIC.compare(bytes, 0, MAGIC.length) !== 0) {
    throw refuse("the file is not one that save() wrote");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = START + view.getUint32(MAGIC.length, true);
  const header = parse(bytes, end);
  const { trees, arrays, ...rest } = header;
  if (!Array.isArray(trees)) throw refuse("the file lists no trees");
  const made = trees.map((): Record<string, ArrayLike<number>> => ({}));
  let at = end;
  namesOf(header.estimator).forEach((name, n) => {
    const type = (arrays as Record<string, unknown> | undefined)?.[name];
    if (typeof type !== "string" || !Object.hasOwn(types, type))
      throw refuse(`the file does not say how ${name} are written`);
    trees.forEach((lengths: unknown, t) => {
      const length = (lengths as readonly unknown[] | undefined)?.[n];
      if (!Number.isSafeInteger(length) || (length as number) < 0)
        throw refuse(`tree ${t + 1} has no number of ${name}`);
      const size = (length as number) * types[type as TypeName].BYTES_PER_ELEMENT;
      if (size > bytes.length - at) throw refuse("the file ends before all its arrays are there");
      made[t][name] = arrayOf(bytes, at, length as number, type as TypeName);
      at += size;
    });
  });
  if (at !== bytes.length) throw refuse("the file goes on after its arrays");
  return { ...rest, trees: made };
}

/** Writes a file as a whole or, if something goes wrong, not at all. */
export async function writeModelFile(path: string, model: SavedForest): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  const file = await open(unfinished, "w");
  try {
    await file.writeFile(encodeModel(model));
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The plain data in a file. */
export async function readModelFile(path: string): Promise<unknown> {
  const file = await open(path, "r");
  try {
    if (!(await file.stat()).isFile()) throw refuse(`${JSON.stringify(path)} is no file`);
    return decodeModel(await file.readFile());
  } finally {
    await file.close();
  }
}

/** The names of a tree's arrays in the file of a model of this class. */
function namesOf(estimator: unknown): readonly string[] {
  if (typeof estimator === "string" && Object.hasOwn(LEAVES, estimator)) return [...NODES, ...LEAVES[estimator]];
  throw refuse("the file does not say which kind of forest it holds");
}

function parse(bytes: Uint8Array, end: number): Record<string, unknown> {
  if (end > bytes.length) throw refuse("the file ends within its first part");
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + START, end - START).toString());
  } catch {
    throw refuse("the file's first part is no JSON");
  }
  if (typeof header !== "object" || header === null) throw refuse("the file's first part is no object");
  return header as Record<string, unknown>;
}

function narrowest(arrays: readonly ArrayLike<number>[]): TypeName {
  let most = 0;
  for (const array of arrays) {
    for (let i = 0; i < array.length; i++) {
      if (!Number.isInteger(array[i])) return "Float64Array";
      if (array[i] > most) most = array[i];
    }
  }
  if (most < 2 ** 8) return "Uint8Array";
  return most < 2 ** 16 ? "Uint16Array" : "Uint32Array";
}

/** Numbers as a file holds them. */
function arrayBytes(values: ArrayLike<number>, type: TypeName): Buffer {
  const { buffer, byteLength } = types[type].from(values);
  return inFileOrder(Buffer.from(buffer, 0, byteLength), type);
}

/** The numbers at a place in a file; a copy, which begins where its type needs it. */
function arrayOf(bytes: Uint8Array, at: number, length: number, type: TypeName): ArrayLike<number> {
  const own = new Uint8Array(bytes.subarray(at, at + length * types[type].BYTES_PER_ELEMENT));
  inFileOrder(Buffer.from(own.buffer), type);
  return new types[type](own.buffer);
}

/** Turns numbers between the order of this machine's bytes and that of a file's, in place. */
function inFileOrder(bytes: Buffer, type: TypeName): Buffer {
  if (endianness() === "LE" || type === "Uint8Array") return bytes;
  if (type === "Uint16Array") return bytes.swap16();
  return type === "Uint32Array" ? bytes.swap32() : bytes.swap64();
}
