// What ../walk.ts does, eight rows side by side. See ../../compact-tree.ts for the layout.

/** One step down by order; none from a leaf. */
// @ts-ignore: decorator
@inline
function next(nodes: usize, row: usize, at: u32, node: u64): u32 {
  const second = <u32>(node >> 32);
  const code = <u32>load<u16>(row + (<usize>(second >>> 16) << 1));
  return select<u32>(at, <u32>node + <u32>(code > (second & 0xffff)), <i32>node < 0);
}

/** One step down by order or by category; none from a leaf. */
// @ts-ignore: decorator
@inline
function nextOfAny(nodes: usize, row: usize, at: u32, node: u64): u32 {
  const second = <u32>(node >> 32);
  const code = <u32>load<u16>(row + (<usize>(second >>> 16) << 1));
  const child = <u32>node & 0x3fffffff;
  const bySet = <u32>((<i32>node << 1) >> 31);
  const set = load<u32>(nodes + (<usize>(((child << 1) + 4 + (code >>> 5)) & bySet) << 2));
  const below = child + (<u32>(code > (second & 0xffff)) | ((set >>> (code & 31)) & bySet & 1));
  return select<u32>(at, below, <i32>node < 0);
}

/** Writes the numbers of the leaves of `length` rows, a multiple of 8; `stride` is a row's bytes. */
export function walkOrdered(nodes: usize, block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let rowA = block; rowA < end; rowA += stride << 3) {
    const rowB = rowA + stride;
    const rowC = rowB + stride;
    const rowD = rowC + stride;
    const rowE = rowD + stride;
    const rowF = rowE + stride;
    const rowG = rowF + stride;
    const rowH = rowG + stride;
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    while (true) {
      const nodeA = load<u64>(nodes + (<usize>a << 3));
      const nodeB = load<u64>(nodes + (<usize>b << 3));
      const nodeC = load<u64>(nodes + (<usize>c << 3));
      const nodeD = load<u64>(nodes + (<usize>d << 3));
      const nodeE = load<u64>(nodes + (<usize>e << 3));
      const nodeF = load<u64>(nodes + (<usize>f << 3));
      const nodeG = load<u64>(nodes + (<usize>g << 3));
      const nodeH = load<u64>(nodes + (<usize>h << 3));
      if (<i32>(<u32>nodeA & <u32>nodeB & <u32>nodeC & <u32>nodeD & <u32>nodeE & <u32>nodeF & <u32>nodeG & <u32>nodeH) < 0) break;
      a = next(nodes, rowA, a, nodeA);
      b = next(nodes, rowB, b, nodeB);
      c = next(nodes, rowC, c, nodeC);
      d = next(nodes, rowD, d, nodeD);
      e = next(nodes, rowE, e, nodeE);
      f = next(nodes, rowF, f, nodeF);
      g = next(nodes, rowG, g, nodeG);
      h = next(nodes, rowH, h, nodeH);
    }
    put(nodes, leaves, a, b, c, d);
    put(nodes, leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

/** The same for a tree that splits by category too. */
export function walkAny(nodes: usize, block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let rowA = block; rowA < end; rowA += stride << 3) {
    const rowB = rowA + stride;
    const rowC = rowB + stride;
    const rowD = rowC + stride;
    const rowE = rowD + stride;
    const rowF = rowE + stride;
    const rowG = rowF + stride;
    const rowH = rowG + stride;
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    while (true) {
      const nodeA = load<u64>(nodes + (<usize>a << 3));
      const nodeB = load<u64>(nodes + (<usize>b << 3));
      const nodeC = load<u64>(nodes + (<usize>c << 3));
      const nodeD = load<u64>(nodes + (<usize>d << 3));
      const nodeE = load<u64>(nodes + (<usize>e << 3));
      const nodeF = load<u64>(nodes + (<usize>f << 3));
      const nodeG = load<u64>(nodes + (<usize>g << 3));
      const nodeH = load<u64>(nodes + (<usize>h << 3));
      if (<i32>(<u32>nodeA & <u32>nodeB & <u32>nodeC & <u32>nodeD & <u32>nodeE & <u32>nodeF & <u32>nodeG & <u32>nodeH) < 0) break;
      a = nextOfAny(nodes, rowA, a, nodeA);
      b = nextOfAny(nodes, rowB, b, nodeB);
      c = nextOfAny(nodes, rowC, c, nodeC);
      d = nextOfAny(nodes, rowD, d, nodeD);
      e = nextOfAny(nodes, rowE, e, nodeE);
      f = nextOfAny(nodes, rowF, f, nodeF);
      g = nextOfAny(nodes, rowG, g, nodeG);
      h = nextOfAny(nodes, rowH, h, nodeH);
    }
    put(nodes, leaves, a, b, c, d);
    put(nodes, leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

// @ts-ignore: decorator
@inline
function put(nodes: usize, leaves: usize, a: u32, b: u32, c: u32, d: u32): void {
  store<u32>(leaves, load<u32>(nodes + (<usize>a << 3)) & 0x7fffffff);
  store<u32>(leaves, load<u32>(nodes + (<usize>b << 3)) & 0x7fffffff, 4);
  store<u32>(leaves, load<u32>(nodes + (<usize>c << 3)) & 0x7fffffff, 8);
  store<u32>(leaves, load<u32>(nodes + (<usize>d << 3)) & 0x7fffffff, 12);
}
