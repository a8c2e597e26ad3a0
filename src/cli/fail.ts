/** Says what went wrong; gives the exit code of a command that failed. */
export function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}
