import { spawn } from "node:child_process";

export interface ProgramOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Whether what the program says is passed on, rather than kept. */
  readonly shown?: boolean;
}

/**
 * Runs a program to its end.
 *
 * @returns its exit code, -1 if it could not be started, and all it said, if that was kept.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { env, shown = false }: ProgramOptions = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: -1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}
