import { byteSize } from "../byte-size.js";
import { type OptionRule, strings } from "../options.js";
import { dtypes } from "../partition/partition.js";

/** What several readers' options take. */

export const uniqueStrings: OptionRule = {
  takes: "an array of different strings, at least one",
  test: (value) =>
    strings.test(value) &&
    new Set(value as string[]).size === (value as string[]).length &&
    (value as string[]).length > 0,
};

export const blockSize: OptionRule = {
  takes: 'a number of bytes from 1 to 1 GiB, or a text such as "64MB" or "16MiB"',
  test: (value) => (byteSize(value) ?? Number.POSITIVE_INFINITY) <= 2 ** 30,
};

export const dtypesByName: OptionRule = {
  takes: `an object of ${dtypes.map((dtype) => `"${dtype}"`).join(", ")} by column name`,
  test: (value) =>
    typeof value === "object" && value !== null && Object.values(value).every((dtype) => dtypes.includes(dtype)),
};

export const oneCharacter: OptionRule = {
  takes: "one ASCII character that is no newline, digit, dot or minus",
  test: (value) => typeof value === "string" && /^[^\n\r0-9.\-\u0080-\uffff]$/.test(value),
};
