// What ../walk.ts does, eight rows side by side, on the tree that stands first in memory. See ../../compact-tree.ts for
// the layout. Where a row has come to is the address of a node, counted from the tree's; that of a child is its place
// times 8, which drops the bits above the place.

/** Where the tree begins: the first array of `allocate` in ../compiled.ts. */
const TREE: usize = 4096;

/** Where the column that a node looks at begins among those of four rows. */
// @ts-ignore: decorator
@inline
function column(at: u32): usize {
  return <usize>load<u16>(at, TREE + 6) << 3;
}

/** The left child of a node; a leaf itself. */
// @ts-ignore: decorator
@inline
function childOf(at: u32, node: u32): u32 {
  return select<u32>(at, node << 3, <i32>node < 0);
}

/** One step down by order; none from a leaf. */
// @ts-ignore: decorator
@inline
function next(at: u32, node: u32, code: u32): u32 {
  return childOf(at, node) + (<u32>(code > <u32>load<u16>(at, TREE + 4)) << 3);
}

/** The same by order or by category. Where there is no set, the word that is looked up does not count. */
// @ts-ignore: decorator
@inline
function nextOfAny(at: u32, node: u32, code: u32): u32 {
  const child = childOf(at, node);
  const set = load<u32>(child + ((code >>> 5) << 2), TREE + 16);
  const right = <u32>(code > <u32>load<u16>(at, TREE + 4)) | ((set >>> (code & 31)) & (node >>> 30) & 1);
  return child + (right << 3);
}

/** Writes the numbers of the leaves of `length` rows, a multiple of 8; `stride` is a row's bytes. */
export function walkOrdered(block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let rows = block; rows < end; rows += stride << 3) {
    const others = rows + (stride << 2);
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    while (true) {
      const nodeA = load<u32>(a, TREE);
      const nodeB = load<u32>(b, TREE);
      const nodeC = load<u32>(c, TREE);
      const nodeD = load<u32>(d, TREE);
      const nodeE = load<u32>(e, TREE);
      const nodeF = load<u32>(f, TREE);
      const nodeG = load<u32>(g, TREE);
      const nodeH = load<u32>(h, TREE);
      if (<i32>(nodeA & nodeB & nodeC & nodeD & nodeE & nodeF & nodeG & nodeH) < 0) break;
      a = next(a, nodeA, load<u16>(rows + column(a)));
      b = next(b, nodeB, load<u16>(rows + column(b), 2));
      c = next(c, nodeC, load<u16>(rows + column(c), 4));
      d = next(d, nodeD, load<u16>(rows + column(d), 6));
      e = next(e, nodeE, load<u16>(others + column(e)));
      f = next(f, nodeF, load<u16>(others + column(f), 2));
      g = next(g, nodeG, load<u16>(others + column(g), 4));
      h = next(h, nodeH, load<u16>(others + column(h), 6));
    }
    put(leaves, a, b, c, d);
    put(leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

/** The same for a tree that splits by category too. */
export function walkAny(block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let rows = block; rows < end; rows += stride << 3) {
    const others = rows + (stride << 2);
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    while (true) {
      const nodeA = load<u32>(a, TREE);
      const nodeB = load<u32>(b, TREE);
      const nodeC = load<u32>(c, TREE);
      const nodeD = load<u32>(d, TREE);
      const nodeE = load<u32>(e, TREE);
      const nodeF = load<u32>(f, TREE);
      const nodeG = load<u32>(g, TREE);
      const nodeH = load<u32>(h, TREE);
      if (<i32>(nodeA & nodeB & nodeC & nodeD & nodeE & nodeF & nodeG & nodeH) < 0) break;
      a = nextOfAny(a, nodeA, load<u16>(rows + column(a)));
      b = nextOfAny(b, nodeB, load<u16>(rows + column(b), 2));
      c = nextOfAny(c, nodeC, load<u16>(rows + column(c), 4));
      d = nextOfAny(d, nodeD, load<u16>(rows + column(d), 6));
      e = nextOfAny(e, nodeE, load<u16>(others + column(e)));
      f = nextOfAny(f, nodeF, load<u16>(others + column(f), 2));
      g = nextOfAny(g, nodeG, load<u16>(others + column(g), 4));
      h = nextOfAny(h, nodeH, load<u16>(others + column(h), 6));
    }
    put(leaves, a, b, c, d);
    put(leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

// @ts-ignore: decorator
@inline
function put(leaves: usize, a: u32, b: u32, c: u32, d: u32): void {
  store<u32>(leaves, load<u32>(a, TREE) & 0x7fffffff);
  store<u32>(leaves, load<u32>(b, TREE) & 0x7fffffff, 4);
  store<u32>(leaves, load<u32>(c, TREE) & 0x7fffffff, 8);
  store<u32>(leaves, load<u32>(d, TREE) & 0x7fffffff, 12);
}
