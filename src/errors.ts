/** The errors of the library that a program may want to tell apart. Each message is a sentence or two: what, where, what to do. */

/** A CSV file does not say what it should: a ragged row, an open quote, a value that is not of its column's dtype. */
export class CSVParseError extends Error {
  override readonly name = "CSVParseError";
  constructor(
    message: string,
    /** The file as it was named; the line, from 1, where the row begins; the column's name; the cell's text. */
    readonly where: {
      file: string;
      line?: number;
      column?: string;
      value?: string;
    },
  ) {
    super(message);
  }
}

/** A JSON file does not say what it should: something that is no JSON, a value that is not of its column's dtype, a column that was not expected. */
export class JSONParseError extends Error {
  override readonly name = "JSONParseError";
  constructor(
    message: string,
    /** The file as it was named; the line, from 1, where the record begins; the column's name; the value as JSON. */
    readonly where: {
      file: string;
      line?: number;
      column?: string;
      value?: string;
    },
  ) {
    super(message);
  }
}

/** A file or an address cannot be read, is not what it was when it was opened, or is damaged. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  constructor(
    message: string,
    /** The file as it was named. */
    readonly where: { file: string },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The thread that ran a task was lost as often as the task may be retried. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
  constructor(
    message: string,
    readonly where: {
      task: string;
      cause: string;
      exitCode?: number;
      attempts: number;
      /** Bytes that the worker's heap could take, and that the process with all workers took at its peak. */
      memory?: { heapLimit: number; processPeak: number };
      /** The last lines that the worker printed. */
      output?: string;
    },
  ) {
    super(message);
  }
}

/** A task was withdrawn, or its client was closed, before it was done. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** A column was asked for that is not there. */
export class ColumnError extends Error {
  override readonly name = "ColumnError";
  constructor(
    message: string,
    readonly where: { column: string; columns: readonly string[] },
  ) {
    super(message);
  }
}

/** An option is not known, or has a value that it does not take. */
export class OptionError extends TypeError {
  override readonly name = "OptionError";
  constructor(
    message: string,
    readonly where: { option: string; value: unknown },
  ) {
    super(message);
  }
}

/** A value takes more memory than the whole cluster may use. */
export class MemoryLimitError extends Error {
  override readonly name = "MemoryLimitError";
  constructor(
    message: string,
    /** The task that made it, or what it was; the bytes it takes, and the bytes that values may take. */
    readonly where: { task: string; bytes: number; memoryLimit: number },
  ) {
    super(message);
  }
}
