import type { Column, DType, StringColumn } from "../../partition/partition.js";
import { type ColumnFunction, fillByText, kindOf, mapText } from "./operand.js";

/**
 * Functions of text, each worked out once for each text that a partition has, not once a row. Missing stays missing; of
 * the tests it is false, as in pandas.
 */
export const text: Readonly<Record<string, ColumnFunction>> = {
  toLowerCase: toText(() => (own) => own.toLowerCase()),
  toUpperCase: toText(() => (own) => own.toUpperCase()),
  capitalize: toText(() => (own) => {
    const [first = ""] = own;
    return first.toUpperCase() + own.slice(first.length).toLowerCase();
  }),
  trim: toText(() => (own) => own.trim()),
  trimStart: toText(() => (own) => own.trimStart()),
  trimEnd: toText(() => (own) => own.trimEnd()),
  contains: test((pattern, regex) => {
    if (!regex) return (own) => own.includes(pattern);
    const expression = new RegExp(pattern, "u");
    return (own) => expression.test(own);
  }),
  startsWith: test((start) => (own) => own.startsWith(start)),
  endsWith: test((end) => (own) => own.endsWith(end)),
  replaceText: toText((pattern, replacement, regex) => {
    if (!regex) return (own) => own.replaceAll(pattern as string, () => replacement as string);
    const expression = new RegExp(pattern as string, "gu");
    return (own) => own.replace(expression, replacement as string);
  }),
  slice: toText((start, stop) => (own) => {
    const part = charactersOf(own).slice(start as number, (stop as number | null) ?? undefined);
    return typeof part === "string" ? part : part.join("");
  }),
  len: toNumber(() => lengthOf),
};

/** The number of characters: code points. */
export function lengthOf(own: string): number {
  return isAscii(own) ? own.length : [...own].length;
}

/** One UTF-16 unit a character, which makes counting them cheap. */
export function isAscii(own: string): boolean {
  for (let i = 0; i < own.length; i++) if (own.charCodeAt(i) > 127) return false;
  return true;
}

/** What can be sliced, and has its characters by their places. */
export function charactersOf(own: string): string | string[] {
  return isAscii(own) ? own : [...own];
}

export function ifText(args: readonly DType[], dtype: DType): DType | undefined {
  return args.every((arg) => kindOf(arg) === "text") ? dtype : undefined;
}

/** What makes a text of each text; null is missing. */
export function toText(make: (...params: readonly unknown[]) => (own: string) => string | null): ColumnFunction {
  return {
    takes: "text",
    dtype: (args) => ifText(args, "string"),
    run: ([column], _, params) => mapText(column as StringColumn, make(...params)),
  };
}

/** What makes a whole number of each text. */
export function toNumber(make: (...params: readonly unknown[]) => (own: string) => number): ColumnFunction {
  return {
    takes: "text",
    dtype: (args) => ifText(args, "int32"),
    run: ([column], rows, params): Column => {
      const own = column as StringColumn;
      const values = fillByText(own, new Int32Array(rows), 0, make(...params));
      const valid = Uint8Array.from(own.codes, (code) => (code < 0 ? 0 : 1));
      return valid.includes(0) ? { dtype: "int32", values, valid } : { dtype: "int32", values };
    },
  };
}

export function test(make: (pattern: string, regex: boolean) => (own: string) => boolean): ColumnFunction {
  return {
    takes: "text",
    dtype: (args) => ifText(args, "boolean"),
    run: ([column], rows, [pattern, regex]): Column => {
      const holds = make(pattern as string, regex === true);
      const of = (own: string): number => (holds(own) ? 1 : 0);
      return { dtype: "boolean", values: fillByText(column as StringColumn, new Uint8Array(rows), 0, of) };
    },
  };
}
