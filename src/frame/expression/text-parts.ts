import { type ColumnFunction, type Operand, TextDictionary, textAt } from "./operand.js";
import { charactersOf, ifText, lengthOf, test, toNumber, toText } from "./text.js";

/** Functions that look into texts, take parts of them, or join them. Characters are code points; missing stays missing. */
export const textParts: Readonly<Record<string, ColumnFunction>> = {
  charAt: toText((place) => (own) => charactersOf(own).at(place as number) ?? null),
  splitText: toText((separator, place) => (own) => own.split(separator as string).at(place as number) ?? null),
  extract: toText((pattern, group) => {
    const expression = new RegExp(pattern as string, "u");
    return (own) => expression.exec(own)?.[group as number] ?? null;
  }),
  repeat: toText((times) => (own) => own.repeat(times as number)),
  padStart: toText((length, filler) => (own) => padding(own, length as number, filler as string) + own),
  padEnd: toText((length, filler) => (own) => own + padding(own, length as number, filler as string)),
  indexOf: toNumber((pattern, regex) => {
    const find = regex === true ? searching(pattern as string) : (own: string) => own.indexOf(pattern as string);
    return (own) => placeOf(own, find(own));
  }),
  lastIndexOf: toNumber((text) => (own) => placeOf(own, own.lastIndexOf(text as string))),
  countText: toNumber((pattern, regex) => {
    if (regex !== true && pattern !== "") return (own) => own.split(pattern as string).length - 1;
    const expression = new RegExp(pattern as string, "gu");
    return (own) => [...own.matchAll(expression)].length;
  }),
  isAlpha: test(() => (own) => /^\p{L}+$/u.test(own)),
  isAlnum: test(() => (own) => /^[\p{L}\p{N}]+$/u.test(own)),
  isDecimal: test(() => (own) => /^\p{Nd}+$/u.test(own)),
  /** Of two texts in a row one, with a separator between them; the other one first if `isBefore`. */
  joinText: {
    takes: "two texts",
    dtype: (args) => ifText(args, "string"),
    run: ([own, other], rows, [separator, isBefore]) =>
      joinTexts(isBefore === true ? [other, own] : [own, other], rows, separator as string),
  },
};

/** The texts of each row one after the other, missing where one of them is. */
export function joinTexts([left, right]: readonly Operand[], rows: number, separator: string) {
  const dictionary = new TextDictionary();
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b] = [textAt(left, row), textAt(right, row)];
    codes[row] = dictionary.code(a === null || b === null ? null : a + separator + b);
  }
  return { dtype: "string" as const, codes, dictionary: dictionary.texts };
}

function padding(own: string, length: number, filler: string): string {
  return filler.repeat(Math.max(0, length - lengthOf(own)));
}

function searching(pattern: string): (own: string) => number {
  const expression = new RegExp(pattern, "u");
  return (own) => own.search(expression);
}

/** The character at which a UTF-16 unit is; -1 stays. */
function placeOf(own: string, unit: number): number {
  return unit < 0 ? unit : lengthOf(own.slice(0, unit));
}
