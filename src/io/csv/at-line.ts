import { CSVParseError } from "../../errors.js";
import { ParseFault } from "../parse-fault.js";
import { lineAt } from "../read-text.js";
import type { SourceFile } from "../source-file.js";

/** Turns a fault in text that was read from `start` into the error that users see. Reads the file once more, for the line. */
export async function atLine(file: SourceFile, start: number, error: unknown): Promise<unknown> {
  if (!(error instanceof ParseFault)) return error;
  const line = await lineAt(file, start + error.at);
  return new CSVParseError(`${file.name}, line ${line}: ${error.message}.`, { file: file.name, line, ...error.cell });
}
