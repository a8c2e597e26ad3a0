import { Client } from "../client.js";
import { setFollower } from "../engine/follow-tasks.js";
import { followTasks } from "../notebook/progress.js";
import { fail } from "./fail.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs work on a client that is closed at the end. On a terminal progress is shown, on standard error; what goes wrong is
 * said there in a sentence.
 *
 * @returns the exit code.
 * @throws {UsageError} the work did: the command line is wrong.
 */
export async function withClient(work: () => Promise<void>): Promise<number> {
  if (process.stderr.isTTY) setFollower(followTasks);
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
