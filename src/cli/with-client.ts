import { Client } from "../client.js";
import { fail } from "./fail.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs work on a client that is closed at the end. What goes wrong is said in a sentence.
 *
 * @returns the exit code.
 * @throws {UsageError} the work did: the command line is wrong.
 */
export async function withClient(work: () => Promise<void>): Promise<number> {
  const client = new Client();
  try {
    await work();
    return 0;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return fail((error as Error).message);
  } finally {
    await client.close();
  }
}
