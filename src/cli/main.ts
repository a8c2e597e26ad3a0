#!/usr/bin/env node
/**
 * The command line: this file finds the command and says what went wrong; each command has a file of its own.
 * `jupyter/` holds what Jupyter runs or reads, and is shipped as it is.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lab, labHelp } from "./lab.js";
import { predict, predictHelp } from "./predict.js";
import { run, runHelp } from "./run.js";
import { train, trainHelp } from "./train.js";
import { UsageError } from "./usage-error.js";

/** A command: takes its arguments, and gives the exit code. */
interface Command {
  readonly summary: string;
  readonly help: string;
  readonly start: (args: readonly string[]) => Promise<number>;
}

const commands = new Map<string, Command>([
  ["train", { summary: "train a random forest on a file, and print how well it does", help: trainHelp, start: train }],
  ["predict", { summary: "predict the rows of a file with a saved model", help: predictHelp, start: predict }],
  ["run", { summary: "execute a notebook; write it with its outputs, and as a web page", help: runHelp, start: run }],
  ["lab", { summary: "open JupyterLab on the tutorial", help: labHelp, start: lab }],
]);

const summaries = [...commands].map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}`);

const help = `danfo-distributed COMMAND [ARGUMENTS]

${summaries.join("\n")}

  --help      this text; after a command, what the command takes
  --version   the version
`;

/**
 * Carries out a command line.
 *
 * @returns the exit code: 0, 1 if the command failed, or 2 if the command line is wrong.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined || first === "--help" || first === "-h") {
    process.stdout.write(help);
    return first === undefined ? 2 : 0;
  }
  if (first === "--version") {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = commands.get(first);
  if (command === undefined) {
    process.stderr.write(
      `There is no command "${first}"; the commands are: ${[...commands.keys()].join(", ")}.\n\n${help}`,
    );
    return 2;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(command.help);
    return 0;
  }
  try {
    return await command.start(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${command.help}`);
    return 2;
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
