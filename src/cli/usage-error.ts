/** A command line that is not as the command takes it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
