/**
 * Into how many pieces keys are divided by their hash, which is how many tasks compare them. More partitions mean more
 * keys; a piece with few costs almost nothing.
 */
export function keyPieces(npartitions: number): number {
  return Math.min(16, Math.ceil(npartitions / 4));
}
