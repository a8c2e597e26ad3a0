import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error.js";

/**
 * A command's arguments.
 *
 * @throws {UsageError} one of them is an option that it does not have, or lacks its value.
 */
export function parsedArgs<const O extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: O }>> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0].replace(/\.?$/, "."));
  }
}
