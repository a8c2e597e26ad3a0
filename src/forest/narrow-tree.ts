/**
 * A tree that is handed on by the task that grew it, in a fraction of its memory: without what follows from the rest,
 * and with whole numbers in the narrowest type that holds them. A forest that was grown stays so until it is used.
 */
import { joinShared } from "../shared-bytes.js";
import { type PackedArray, pack, unpack, type WrittenArray } from "./pack.js";
import { NodeKind, type Tree, type TreeNodes } from "./tree.js";

type Arrays = Readonly<Record<string, PackedArray>>;

/** What the arrays are when they are wide. */
const wideTypes = { Uint16Array, Int32Array, Uint32Array } as const;
type WideType = keyof typeof wideTypes;

/** The bytes that trees were decoded from. */
const bytesOf = new WeakMap<TreeNodes, Uint8Array>();

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
  return Object.fromEntries(unpack(narrowBytes(tree)).arrays) as unknown as NarrowNodes;
}

/** Whether the tree came from bytes, so that its narrow form is there, and its wide one is only made when it is asked for. */
export function isNarrow(tree: TreeNodes): boolean {
  return bytesOf.has(tree);
}

/** A tree as bytes: those that it came from, else {@link encodeNarrow}'s. */
export function narrowBytes(tree: TreeNodes): Uint8Array {
  return bytesOf.get(tree) ?? encodeNarrow(tree);
}

/** A tree as bytes, into which its arrays are written at once: other copies would be garbage of megabytes. */
export function encodeNarrow(tree: TreeNodes): Uint8Array {
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
  return pack({ names: Object.keys(tree), types }, arrays);
}

/** The trees from number `from` up to `to` as bytes, one after the other; they may be made in the same memory. */
export function encodeTrees(from: number, to: number, make: (tree: number) => TreeNodes): Uint8Array {
  const trees = Array.from({ length: to - from }, (_, i) => encodeNarrow(make(from + i)));
  return trees.length === 1 ? trees[0] : joinShared(trees);
}

/** The trees that {@link encodeTrees} wrote. */
export function decodeTrees<T extends TreeNodes>(bytes: Uint8Array): T[] {
  const trees: T[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tree = decodeNarrow<T>(bytes.subarray(at));
    trees.push(tree);
    at += narrowBytes(tree).length;
  }
  return trees;
}

/** The tree that {@link encodeNarrow} wrote, before what else there is. Each of its arrays is made when it is first asked for. */
export function decodeNarrow<T extends TreeNodes>(bytes: Uint8Array): T {
  const { meta, arrays, byteLength } = unpack(bytes);
  const { names, types } = meta as { names: readonly string[]; types: Readonly<Record<string, WideType>> };
  const kind = arrays.get("kind") as Uint8Array;
  const tree = {};
  for (const name of names) {
    let known: PackedArray | undefined;
    const get = (): PackedArray => {
      known ??= widened(name, arrays.get(name), kind, types[name]);
      return known;
    };
    Object.defineProperty(tree, name, { get, enumerable: true });
  }
  bytesOf.set(tree as T, bytes.subarray(0, byteLength));
  return tree as T;
}

function widened(name: string, narrow: PackedArray | undefined, kind: Uint8Array, type: WideType): PackedArray {
  if (name === "right") return rightChildren(kind);
  if (narrow === undefined || type === undefined) return narrow as PackedArray;
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
