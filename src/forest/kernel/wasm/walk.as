// What ../walk.ts does, eight rows side by side. See ../../compact-tree.ts for the layout.

/** One step down by order. */
// @ts-ignore: decorator
@inline
function next(nodes: usize, row: usize, at: u32): u32 {
  const node = load<u64>(nodes + (<usize>at << 3));
  const second = <u32>(node >> 32);
  const code = <u32>load<u16>(row + (<usize>(second >>> 16) << 1));
  return <u32>node + <u32>(code > (second & 0xffff));
}

/** One step down by order or by category. */
// @ts-ignore: decorator
@inline
function nextOfAny(nodes: usize, row: usize, at: u32): u32 {
  const node = load<u64>(nodes + (<usize>at << 3));
  const second = <u32>(node >> 32);
  const code = <u32>load<u16>(row + (<usize>(second >>> 16) << 1));
  const child = <u32>node & 0x7fffffff;
  const bySet = <u32>(<i32>node >> 31);
  const set = load<u32>(nodes + (<usize>(((child << 1) + 4 + (code >>> 5)) & bySet) << 2));
  return child + (<u32>(code > (second & 0xffff)) | ((set >>> (code & 31)) & bySet & 1));
}

/** Writes the numbers of the leaves of `length` rows, a multiple of 8; `stride` is a row's bytes. */
export function walkOrdered(nodes: usize, leafAt: usize, block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let row = block; row < end; row += stride << 3) {
    const rowB = row + stride;
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
      const na = next(nodes, row, a);
      const nb = next(nodes, rowB, b);
      const nc = next(nodes, rowC, c);
      const nd = next(nodes, rowD, d);
      const ne = next(nodes, rowE, e);
      const nf = next(nodes, rowF, f);
      const ng = next(nodes, rowG, g);
      const nh = next(nodes, rowH, h);
      if (((na ^ a) | (nb ^ b) | (nc ^ c) | (nd ^ d) | (ne ^ e) | (nf ^ f) | (ng ^ g) | (nh ^ h)) == 0) break;
      a = na;
      b = nb;
      c = nc;
      d = nd;
      e = ne;
      f = nf;
      g = ng;
      h = nh;
    }
    put(leafAt, leaves, a, b, c, d);
    put(leafAt, leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

/** The same for a tree that splits by category too. */
export function walkAny(nodes: usize, leafAt: usize, block: usize, stride: i32, length: i32, leaves: usize): void {
  const end = block + <usize>(stride * length);
  for (let row = block; row < end; row += stride << 3) {
    const rowB = row + stride;
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
      const na = nextOfAny(nodes, row, a);
      const nb = nextOfAny(nodes, rowB, b);
      const nc = nextOfAny(nodes, rowC, c);
      const nd = nextOfAny(nodes, rowD, d);
      const ne = nextOfAny(nodes, rowE, e);
      const nf = nextOfAny(nodes, rowF, f);
      const ng = nextOfAny(nodes, rowG, g);
      const nh = nextOfAny(nodes, rowH, h);
      if (((na ^ a) | (nb ^ b) | (nc ^ c) | (nd ^ d) | (ne ^ e) | (nf ^ f) | (ng ^ g) | (nh ^ h)) == 0) break;
      a = na;
      b = nb;
      c = nc;
      d = nd;
      e = ne;
      f = nf;
      g = ng;
      h = nh;
    }
    put(leafAt, leaves, a, b, c, d);
    put(leafAt, leaves + 16, e, f, g, h);
    leaves += 32;
  }
}

// @ts-ignore: decorator
@inline
function put(leafAt: usize, leaves: usize, a: u32, b: u32, c: u32, d: u32): void {
  store<i32>(leaves, load<i32>(leafAt + (<usize>a << 2)));
  store<i32>(leaves, load<i32>(leafAt + (<usize>b << 2)), 4);
  store<i32>(leaves, load<i32>(leafAt + (<usize>c << 2)), 8);
  store<i32>(leaves, load<i32>(leafAt + (<usize>d << 2)), 12);
}
