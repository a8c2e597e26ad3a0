/** Warns of rows that no tree left out, if there are any. */
export function warnOfUncovered(uncovered: number, rows: number): void {
  if (uncovered === 0) return;
  process.emitWarning(
    `Every tree saw ${uncovered} of ${rows} rows, so these have no out-of-bag prediction. With more trees there will be fewer.`,
    "OutOfBagWarning",
  );
}
