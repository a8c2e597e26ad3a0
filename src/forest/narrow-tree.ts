/**
 * A tree that is handed on by the task that grew it, in a fraction of its memory: without what follows from the rest,
 * and with whole numbers in the narrowest type that holds them. A forest that was grown stays so until it is used.
 */
import { sharedBytes } from "../shared-bytes.js";
import { type PackedArray, type Part, pack, packed, unpack, type WrittenArray } from "./pack.js";
import { NodeKind, type Tree, type TreeNodes } from "./tree.js";

type Arrays = Readonly<Record<string, PackedArray>>;

/** What the arrays are when they are wide. */
const wideTypes = { Uint16Array, Int32Array, Uint32Array } as const;
type WideType = keyof typeof wideTypes;

/** Where a decoded tree keeps what it was decoded from. */
const NARROW = Symbol("narrow");

/** The bytes of a tree; what they hold, and its arrays, once these were asked for. */
interface Narrow {
  readonly bytes: Uint8Array;
  arrays?: ReadonlyMap<string, PackedArray>;
  types?: Readonly<Record<string, WideType>>;
  readonly known: Record<string, PackedArray>;
}

type MaybeNarrow = TreeNodes & { readonly [NARROW]?: Narrow };

interface Meta {
  /** Of all the tree's arrays, in their order. */
  readonly names: readonly string[];
  /** What those arrays are that may be narrower here. */
  readonly types: Readonly<Record<string, WideType>>;
}

/** The nodes of a tree in the narrow form: features and splits are those of inner nodes alone, one after the other. */
export interface NarrowNodes {
  readonly kind: Uint8Array;
  readonly feature: PackedArray;
  readonly split: PackedArray;
  readonly categories: PackedArray;
}

/** Those of a tree of classes, with its leaves; in place of their starts how many classes each has. */
export interface NarrowTree extends NarrowNodes {
  readonly leafStart: PackedArray;
  readonly leafClass: PackedArray;
  readonly leafWeight: PackedArray;
}

export function narrowNodes(tree: Tree): NarrowTree;
export function narrowNodes(tree: TreeNodes): NarrowNodes;
export function narrowNodes(tree: TreeNodes): NarrowNodes {
  const narrow = (tree as MaybeNarrow)[NARROW];
  const arrays = narrow === undefined ? unpack(encodeNarrow(tree)).arrays : arraysOf(narrow);
  return Object.fromEntries(arrays) as unknown as NarrowNodes;
}

/** Whether the tree came from bytes, so that its narrow form is there, and its wide one is only made when it is asked for. */
export function isNarrow(tree: TreeNodes): boolean {
  return NARROW in tree;
}

/** A tree as bytes: those that it came from, else {@link encodeNarrow}'s. */
export function narrowBytes(tree: TreeNodes): Uint8Array {
  return (tree as MaybeNarrow)[NARROW]?.bytes ?? encodeNarrow(tree);
}

/** A tree as bytes, into which its arrays are written at once: other copies would be garbage of megabytes. */
export function encodeNarrow(tree: TreeNodes): Uint8Array {
  const part = narrowPart(tree);
  const bytes = sharedBytes(part.byteLength);
  part.writeTo(bytes);
  return bytes;
}

function narrowPart(tree: TreeNodes): Part {
  const { right: _, feature, split, leafStart, ...rest } = { ...tree } as unknown as Arrays & TreeNodes;
  const { kind } = rest;
  const arrays: Record<string, PackedArray | WrittenArray> = { ...rest };
  const types: Record<string, WideType> = {};
  for (const [name, array] of Object.entries(rest)) {
    if (array.constructor.name in wideTypes) {
      types[name] = array.constructor.name as WideType;
      arrays[name] = narrowed(array);
    }
  }
  arrays.feature = ofInner(feature as Int32Array, kind);
  arrays.split = ofInner(split as Int32Array, kind);
  Object.assign(types, { feature: "Int32Array", split: "Int32Array" });
  if (leafStart !== undefined) {
    arrays.leafStart = differences(leafStart as Int32Array);
    types.leafStart = "Int32Array";
  }
  return packed({ names: Object.keys(tree), types } satisfies Meta, arrays);
}

/** The trees from number `from` up to `to` as bytes; they may be made in the same memory. */
export function encodeTrees(from: number, to: number, make: (tree: number) => TreeNodes): Uint8Array {
  const trees: Record<string, Uint8Array | Part> = {};
  const part = to === from + 1 ? narrowPart : encodeNarrow;
  for (let tree = from; tree < to; tree++) trees[tree] = part(make(tree));
  return pack(null, trees);
}

/** The trees that {@link encodeTrees} wrote. */
export function decodeTrees<T extends TreeNodes>(bytes: Uint8Array): T[] {
  return decodeNarrow([...unpack(bytes).arrays.values()] as Uint8Array[]);
}

/**
 * Trees of one kind, from what {@link encodeNarrow} wrote of each. The arrays of a tree are made when they are first asked
 * for.
 */
export function decodeNarrow<T extends TreeNodes>(trees: readonly Uint8Array[]): T[] {
  if (trees.length === 0) return [];
  const { names } = unpack(trees[0]).meta as Meta;
  const getters = Object.fromEntries(names.map((name) => [name, { get: getterOf(name), enumerable: true }]));
  return trees.map((bytes) => {
    const narrow: Narrow = { bytes, arrays: undefined, types: undefined, known: {} };
    return Object.defineProperties(Object.defineProperty({}, NARROW, { value: narrow }), getters) as T;
  });
}

function getterOf(name: string): (this: { readonly [NARROW]: Narrow }) => PackedArray {
  return function () {
    const narrow = this[NARROW];
    narrow.known[name] ??= widened(name, arraysOf(narrow), narrow.types?.[name]);
    return narrow.known[name];
  };
}

/** What the bytes hold. */
function arraysOf(narrow: Narrow): ReadonlyMap<string, PackedArray> {
  if (narrow.arrays === undefined) {
    const { meta, arrays } = unpack(narrow.bytes);
    narrow.types = (meta as Meta).types;
    narrow.arrays = arrays;
  }
  return narrow.arrays;
}

function widened(name: string, arrays: ReadonlyMap<string, PackedArray>, type: WideType | undefined): PackedArray {
  const kind = arrays.get("kind") as Uint8Array;
  const narrow = arrays.get(name) as PackedArray;
  if (name === "right") return rightChildren(kind);
  if (type === undefined) return narrow;
  if (name === "feature") return ofAll(narrow, kind, () => 0);
  if (name === "split") return ofAll(narrow, kind, (leaf) => leaf);
  return name === "leafStart" ? startsOf(narrow) : new wideTypes[type](narrow);
}

function ofInner(values: Int32Array, kind: Uint8Array): WrittenArray {
  let inner = 0;
  let bits = 0;
  for (let node = 0; node < kind.length; node++) {
    if (kind[node] === NodeKind.leaf) continue;
    bits |= values[node];
    inner += 1;
  }
  return {
    type: narrowType(bits) ?? "Int32Array",
    length: inner,
    fill(own) {
      let at = 0;
      for (let node = 0; at < inner; node++) if (kind[node] !== NodeKind.leaf) own[at++] = values[node];
    },
  };
}

function ofAll(inner: PackedArray, kind: Uint8Array, ofLeaf: (leaf: number) => number): Int32Array {
  const all = new Int32Array(kind.length);
  let at = 0;
  for (let node = 0; node < all.length; node++) {
    all[node] = kind[node] === NodeKind.leaf ? ofLeaf(node - at) : inner[at++];
  }
  return all;
}

/** The right child of each node, from the preorder: that of the node which waits last comes after a leaf. */
function rightChildren(kind: Uint8Array): Int32Array {
  const right = new Int32Array(kind.length);
  const waiting = new Int32Array(kind.length);
  let depth = 0;
  for (let node = 0; node < kind.length; node++) {
    if (kind[node] !== NodeKind.leaf) waiting[depth++] = node;
    else if (depth > 0) right[waiting[--depth]] = node + 1;
  }
  return right;
}

function differences(starts: Int32Array): WrittenArray {
  const length = starts.length - 1;
  let bits = 0;
  for (let i = 0; i < length; i++) bits |= starts[i + 1] - starts[i];
  return {
    type: narrowType(bits) ?? "Int32Array",
    length,
    fill(own) {
      for (let i = 0; i < length; i++) own[i] = starts[i + 1] - starts[i];
    },
  };
}

/** Where pieces of these sizes begin, one after the other, and where the last one ends. */
export function startsOf(sizes: PackedArray): Int32Array {
  const starts = new Int32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i++) starts[i + 1] = starts[i] + sizes[i];
  return starts;
}

/** The numbers in the narrowest type that holds them; themselves where some are negative. */
function narrowed(array: PackedArray): PackedArray | WrittenArray {
  let bits = 0;
  for (let i = 0; i < array.length; i++) bits |= array[i];
  const type = narrowType(bits);
  return type === undefined ? array : { type, length: array.length, fill: (own: PackedArray) => own.set(array) };
}

/** The type for numbers of which these are all bits, if it is narrower than 32 bits. */
function narrowType(bits: number): "Uint8Array" | "Uint16Array" | undefined {
  if (bits < 0 || bits > 0xffff) return undefined;
  return bits > 0xff ? "Uint16Array" : "Uint8Array";
}
