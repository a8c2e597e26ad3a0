import { byteSize } from "../../byte-size.js";
import { OptionError } from "../../errors.js";
import { aBoolean, aString, checkOptions, either, type OptionRule, strings, wholeNumber } from "../../options.js";
import type { DType } from "../../partition/partition.js";
import { blockSize, dtypesByName, oneCharacter, uniqueStrings } from "../option-rules.js";
import type { CsvDialect } from "./csv-source.js";

/** What `readCSV` can be told. */
export interface ReadCSVOptions {
  /** The most bytes of a file that make one partition: a number, or a text such as "64MB" or "16MiB". Default: a 32nd of all files, but 1 MiB or more and 16 MiB or less, so that many workers have work to the end. */
  blocksize?: number | string;
  /** What separates cells: one ASCII character. Default ",". */
  delimiter?: string;
  /**
   * `true`: the first row names the columns. `false`: there is no such row, and the columns are "0", "1", … An array:
   * the names of the columns of a file without such a row. Default true.
   */
  header?: boolean | string[];
  /** The columns to read, in the order wanted. Default: all. */
  columns?: string[];
  /** dtypes of columns by name; the others are inferred from a sample. */
  dtypes?: Record<string, DType>;
  /** Spellings of a missing value, besides pandas' usual ones ("", "NA", "NaN", "null", "None", …). In a column of numbers or dates they count by value: "-999" is "-999.0" too. */
  naValues?: string[];
  /** What cells that hold delimiters or newlines are put in: one ASCII character. Default `"`. */
  quote?: string;
  /** Begins a comment that lasts to the end of the line: one ASCII character. Default: there are no comments. */
  comment?: string;
  /** Bytes looked at to infer dtypes: as many at the start, in the middle and at the end of the first, the middle and the last file. Default 256,000. */
  sampleBytes?: number;
  /** Reads only so many rows from the start. They are counted at once, when the file is opened. */
  nRows?: number;
  /** Adds a column of dtype category with the path of each row's file: named "path" for `true`, or as given. Default false. */
  includePath?: boolean | string;
}

/** The options as the reader uses them: checked, with defaults, in bytes. */
export interface CheckedOptions {
  /** Undefined when it is to follow from the size of the files. */
  readonly blocksize: number | undefined;
  readonly dialect: CsvDialect;
  readonly header: boolean | readonly string[];
  readonly columns: readonly string[] | undefined;
  readonly dtypes: ReadonlyMap<string, DType>;
  readonly naValues: readonly string[];
  readonly sampleBytes: number;
  readonly nRows: number;
  /** The name of the column of paths, if there is to be one. */
  readonly pathColumn: string | undefined;
}

const table: { [K in keyof Required<ReadCSVOptions>]: OptionRule } = {
  blocksize: blockSize,
  delimiter: oneCharacter,
  header: either(aBoolean, uniqueStrings),
  columns: uniqueStrings,
  dtypes: dtypesByName,
  naValues: strings,
  quote: oneCharacter,
  comment: oneCharacter,
  sampleBytes: wholeNumber(1),
  nRows: wholeNumber(0),
  includePath: either(aBoolean, aString),
};

/**
 * Checks the options of `readCSV` and fills in the defaults.
 *
 * @throws {OptionError} an option is unknown, has a value that it does not take, or contradicts another.
 */
export function checkReadCSVOptions(options: ReadCSVOptions = {}): CheckedOptions {
  checkOptions<ReadCSVOptions>("readCSV", options, table);
  const { delimiter = ",", quote = '"', comment, includePath = false } = options;
  for (const [option, value, other, taken] of [
    ["quote", quote, "delimiter", delimiter],
    ["comment", comment, "delimiter", delimiter],
    ["comment", comment, "quote", quote],
  ]) {
    if (value !== taken) continue;
    throw new OptionError(
      `readCSV: option "${option}" must differ from the ${other}, but both are ${JSON.stringify(value)}.`,
      {
        option: option as string,
        value,
      },
    );
  }
  return {
    blocksize: options.blocksize === undefined ? undefined : byteSize(options.blocksize),
    dialect: {
      delimiter: delimiter.charCodeAt(0),
      quote: quote.charCodeAt(0),
      comment: comment === undefined ? -1 : comment.charCodeAt(0),
    },
    header: options.header ?? true,
    columns: options.columns,
    dtypes: new Map(Object.entries(options.dtypes ?? {})),
    naValues: options.naValues ?? [],
    sampleBytes: options.sampleBytes ?? 256_000,
    nRows: options.nRows ?? Number.POSITIVE_INFINITY,
    pathColumn: includePath === true ? "path" : includePath === false ? undefined : includePath,
  };
}
