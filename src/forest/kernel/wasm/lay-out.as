// What layOutTree of ../../predict/compact-tree.ts does. Whether a node is a leaf is no jump here, as no processor guesses it.
import { categoryWords, codeCounts, nodeFeature, nodeKind, nodeSplit, waiting } from "./state";

/** Where the tree begins: the first array of `allocate` in ../compiled.ts. */
const TREE: usize = 4096;
const LEAF: u32 = 0x80000000;
const MISSING_RIGHT: u32 = 1;
const CATEGORIES: u32 = 3;
const ALL_CODES: u32 = 0xffff;

/** Lays out the tree of `length` nodes whose narrow form is there; how many places it takes. */
export function layOutTree(length: i32): i32 {
  let inner: u32 = 0;
  let next: u32 = 1;
  // The places of the nodes that are to come, the next one last; the root's is 0.
  let top = waiting;
  store<u32>(top, 0);
  for (let node = 0; node < length; node++) {
    const at = TREE + (<usize>load<u32>(top) << 3);
    const kind = <u32>load<u8>(nodeKind + node);
    const splits = <u32>(kind != 0);
    const second = <u32>(kind == MISSING_RIGHT);
    // A leaf has no feature and no split of its own; what is read for it does not count.
    const feature = load<u32>(nodeFeature + (inner << 2));
    const last = load<u32>(nodeSplit + (inner << 2));
    store<u32>(at, select<u32>(next, (node - inner) | LEAF, splits));
    store<u32>(at, select<u32>(((2 * feature + second) << 16) | (last - second), ALL_CODES, splits), 4);
    store<u32>(top, next + 1);
    store<u32>(top, next, 4);
    // Two nodes more to come, or one less.
    top += (splits << 3) - 4;
    next += splits << 1;
    inner += splits;
    if (kind == CATEGORIES) next += layOutSet(at, next, feature, last);
  }
  return <i32>next;
}

/** Lays out a split by category, whose set stands from place `next` on; how many places that takes. */
function layOutSet(at: usize, next: u32, feature: u32, first: u32): u32 {
  const words = (load<u32>(codeCounts + (feature << 2)) + 31) >>> 5;
  store<u32>(at, load<u32>(at) | 0x40000000);
  store<u32>(at, (feature << 17) | ALL_CODES, 4);
  const to = TREE + (<usize>next << 3);
  for (let word: u32 = 0; word < words; word++) {
    store<u32>(to + (word << 2), ~load<u32>(categoryWords + ((first + word) << 2)));
  }
  return (words + 1) >>> 1;
}
