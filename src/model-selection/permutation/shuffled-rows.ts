import { hash32 } from "../../random.js";

/** @throws {RangeError} there is nothing to shuffle. */
export function requireRows(rows: number): void {
  if (rows === 0) throw new RangeError("permutationImportance: X has no rows; there must be at least one to shuffle.");
}

/** The rows in a random order (Fisher and Yates); every random choice is a hash of what it is for. */
export function shuffledRows(rows: number, seed: number, feature: number, repeat: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const name = hash32(Math.floor(seed / 2 ** 32), feature, repeat);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor((hash32(seed, i, name) / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
