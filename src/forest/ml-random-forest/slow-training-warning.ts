/** Rows from which on the wait is worth a warning. */
const MANY_ROWS = 2_000;
/** Seconds of one core for each row, squared, and feature, seen with ml-random-forest 2.1.0. */
const SECONDS = 1e-8;

/** Warns that ml-random-forest takes time that grows with the square of the rows, and says about how much. */
export function warnIfSlow(rows: number, features: number, trees: number): void {
  if (rows <= MANY_ROWS) return;
  const seconds = rows * rows * features * SECONDS * trees;
  process.emitWarning(
    `The splitter "ml-random-forest" takes time that grows with the square of the number of rows: ${trees} trees on ` +
      `${rows} rows and ${features} columns take very roughly ${duration(seconds)} of one processor. ` +
      `The default splitter, "histogram", is quicker by far.`,
    "SlowTrainingWarning",
  );
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
