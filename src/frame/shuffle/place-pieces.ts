import { refs, type Slicing } from "../slicing.js";

/** Where a piece is to be found: in the values of these tasks, each of which has it at this place. */
export interface PiecePlace {
  readonly keys: readonly string[];
  readonly piece: number;
}

/** Up to so many values are taken by one task as they are. */
const mostValues = 16;

/**
 * Where to find each of `pieces` pieces, which are in the scattered values of all these tasks. A task that takes a piece
 * of every value has all of them in memory; so beyond a few, neighbours are regrouped before, each for a range of pieces,
 * and a task takes about the square root of their number. That is done before further values are made, so that these
 * need not be held.
 */
export function placePieces(
  slicing: Slicing,
  keys: readonly string[],
  pieces: number,
  label: string,
): readonly PiecePlace[] {
  const all = Array.from({ length: pieces }, (_, piece) => piece);
  if (keys.length <= mostValues) return all.map((piece) => ({ keys, piece }));
  const together = Math.ceil(Math.sqrt(keys.length));
  const width = Math.ceil(Math.sqrt(pieces));
  const ofRange: string[][] = Array.from({ length: Math.ceil(pieces / width) }, () => []);
  for (let first = 0; first < keys.length; first += together) {
    const some = refs(keys.slice(first, first + together));
    ofRange.forEach((made, range) => {
      const [from, to] = [range * width, Math.min(pieces, (range + 1) * width)];
      made.push(slicing.addTask("shuffle.regroup", [from, to, ...some], label, true));
    });
  }
  return all.map((piece) => ({ keys: ofRange[Math.floor(piece / width)], piece: piece % width }));
}
