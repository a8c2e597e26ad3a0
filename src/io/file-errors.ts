import { ReadError } from "../errors.js";

/** What a file that is gone, or may not be read, is reported as. */
export function cannotRead(name: string, error: unknown): ReadError {
  const { cause, message } = error as Error;
  const { message: reason, code } = (cause ?? {}) as NodeJS.ErrnoException;
  return new ReadError(`Cannot read ${name}: ${reason || code || message}.`, { file: name }, { cause: error });
}

/** What a file is reported as that is not what it was. */
export function changed(name: string): ReadError {
  return new ReadError(`${name} has changed since it was opened. Open it again to read it as it is now.`, {
    file: name,
  });
}
