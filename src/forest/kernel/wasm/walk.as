// What ../walk.ts does, eight rows side by side, on the tree that stands first in memory. See ../../compact-tree.ts for
// the layout. Where a row has come to is the address of a node, counted from the tree's; that of a child is its place
// times 8, which drops the bits above the place.

/** Where the tree begins: the first array of `allocate` in ../compiled.ts. */
const TREE: usize = 4096;

/** The code of a row, by its address, that a node looks at. */
// @ts-ignore: decorator
@inline
function codeAt(at: u32, row: u32): u32 {
  return load<u16>(row + (<u32>load<u16>(at, TREE + 6) << 1));
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
function next(at: u32, node: u32, row: u32): u32 {
  return childOf(at, node) + (<u32>(codeAt(at, row) > <u32>load<u16>(at, TREE + 4)) << 3);
}

/** The same by order or by category. Where there is no set, the word that is looked up does not count. */
// @ts-ignore: decorator
@inline
function nextOfAny(at: u32, node: u32, row: u32): u32 {
  const code = codeAt(at, row);
  const child = childOf(at, node);
  const set = load<u32>(child + ((code >>> 5) << 2), TREE + 16);
  const right = <u32>(code > <u32>load<u16>(at, TREE + 4)) | ((set >>> (code & 31)) & (node >>> 30) & 1);
  return child + (right << 3);
}

/** Writes the numbers of the leaves of `length` rows, a multiple of 8; from `rows` on stand their addresses. */
export function walkOrdered(rows: usize, length: i32, leaves: usize): void {
  for (const end = rows + (length << 2); rows < end; rows += 32) {
    const rowA = load<u32>(rows);
    const rowB = load<u32>(rows, 4);
    const rowC = load<u32>(rows, 8);
    const rowD = load<u32>(rows, 12);
    const rowE = load<u32>(rows, 16);
    const rowF = load<u32>(rows, 20);
    const rowG = load<u32>(rows, 24);
    const rowH = load<u32>(rows, 28);
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
      a = next(a, nodeA, rowA);
      b = next(b, nodeB, rowB);
      c = next(c, nodeC, rowC);
      d = next(d, nodeD, rowD);
      e = next(e, nodeE, rowE);
      f = next(f, nodeF, rowF);
      g = next(g, nodeG, rowG);
      h = next(h, nodeH, rowH);
    }
    put(leaves, a, b, c, d);
    put(leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

/** The same for a tree that splits by category too. */
export function walkAny(rows: usize, length: i32, leaves: usize): void {
  for (const end = rows + (length << 2); rows < end; rows += 32) {
    const rowA = load<u32>(rows);
    const rowB = load<u32>(rows, 4);
    const rowC = load<u32>(rows, 8);
    const rowD = load<u32>(rows, 12);
    const rowE = load<u32>(rows, 16);
    const rowF = load<u32>(rows, 20);
    const rowG = load<u32>(rows, 24);
    const rowH = load<u32>(rows, 28);
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
      a = nextOfAny(a, nodeA, rowA);
      b = nextOfAny(b, nodeB, rowB);
      c = nextOfAny(c, nodeC, rowC);
      d = nextOfAny(d, nodeD, rowD);
      e = nextOfAny(e, nodeE, rowE);
      f = nextOfAny(f, nodeF, rowF);
      g = nextOfAny(g, nodeG, rowG);
      h = nextOfAny(h, nodeH, rowH);
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
