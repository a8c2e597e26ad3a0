import { pack, unpack } from "../pack.js";

/** The codes of a partition's rows, feature by feature, as bytes of which {@link pieceOf} reads pieces. */
export function encodeCoded(codes: Uint8Array | Uint16Array, rows: number): Uint8Array {
  return pack(rows, { codes });
}

/** Piece `index` of `pieces`: the codes of all rows, and which rows are meant, those from `first` up to `last`. */
export function pieceOf(
  bytes: Uint8Array,
  index: number,
  pieces: number,
): { codes: Uint8Array | Uint16Array; rows: number; first: number; last: number } {
  const { meta, arrays } = unpack(bytes);
  const rows = meta as number;
  const [first, last] = [index, index + 1].map((place) => Math.floor((place * rows) / pieces));
  return { codes: arrays.get("codes") as Uint8Array | Uint16Array, rows, first, last };
}
