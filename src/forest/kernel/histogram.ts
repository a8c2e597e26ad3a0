import type { NodeSearch, Workspace } from "./workspace.js";

/** From this many rows a code on, codes are looked through rather than marked when they first occur. */
const ROWS_PER_CODE = 4;

/**
 * Counts the draws of a node by code and class, and lists the codes that occur.
 *
 * @param countRows - whether to count distinct rows by code too.
 * @returns how many codes occur: the length of `workspace.occupied` that is filled.
 */
export function fillHistogram(workspace: Workspace, node: NodeSearch, feature: number, countRows: boolean): number {
  const { rowIds, codeRows, histogram } = workspace;
  const column = workspace.columns[feature];
  const codes = workspace.matrix.codeCounts[feature];
  const { start, end, classes, labels } = node;
  const shift = node.labelStart - start;
  if (countRows) for (let i = start; i < end; i++) codeRows[column[rowIds[i]]] += 1;
  if (end - start >= codes * ROWS_PER_CODE) {
    for (let i = start; i < end; i++) {
      const label = labels[i + shift];
      histogram[column[rowIds[i]] * classes + (label & 0xffff)] += label >>> 16;
    }
    return occupiedByCount(histogram, codes, classes, workspace.occupied);
  }
  const codeBits = workspace.codeBits;
  for (let i = start; i < end; i++) {
    const label = labels[i + shift];
    const code = column[rowIds[i]];
    codeBits[code >> 5] |= 1 << (code & 31);
    histogram[code * classes + (label & 0xffff)] += label >>> 16;
  }
  return takeOccupied(codeBits, codes, workspace.occupied);
}

/** Sets the counters of the occupied codes back to zero. */
export function clearHistogram(workspace: Workspace, occupied: number, classes: number, countRows: boolean): void {
  const { histogram, occupied: codes, codeRows } = workspace;
  for (let t = 0; t < occupied; t++) {
    const base = codes[t] * classes;
    for (let k = 0; k < classes; k++) histogram[base + k] = 0;
    if (countRows) codeRows[codes[t]] = 0;
  }
}

function occupiedByCount(histogram: Int32Array, codes: number, classes: number, occupied: Int32Array): number {
  let found = 0;
  for (let code = 0; code < codes; code++) {
    const base = code * classes;
    for (let k = 0; k < classes; k++) {
      if (histogram[base + k] !== 0) {
        occupied[found++] = code;
        break;
      }
    }
  }
  return found;
}

/** Lists the marked codes, and clears the marks. */
function takeOccupied(codeBits: Int32Array, codes: number, occupied: Int32Array): number {
  let found = 0;
  const words = (codes + 31) >> 5;
  for (let word = 0; word < words; word++) {
    let bits = codeBits[word];
    if (bits === 0) continue;
    codeBits[word] = 0;
    const base = (word << 5) + 31;
    while (bits !== 0) {
      const lowest = bits & -bits;
      occupied[found++] = base - Math.clz32(lowest);
      bits ^= lowest;
    }
  }
  return found;
}
