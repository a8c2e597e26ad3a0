import { clean } from "./text.js";

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
  "…": "\\ldots{}",
  "–": "--",
  "“": "``",
  "”": "''",
  "\u200b": "\\allowbreak{}",
  "\u2060": "{}",
};

/** Characters of a word after which a line may end; some TeX cannot set longer ones. */
const longWord = /\S{30}(?=\S)/gu;

/** Between characters that TeX would set as one: two hyphens as a dash, two apostrophes as a quotation mark. */
const ligature = /(?<=[-–])(?=[-–])|(?<=['”])(?=['”])|(?<=[`“?!])(?=[`“])|(?<=,)(?=,)/g;

/**
 * Text as LaTeX source that prints it: no character of it is a command, and none are joined. Control characters are
 * left out, and long words may be broken.
 */
export function latex(text: string): string {
  return clean(text)
    .replace(longWord, "$&\u200b")
    .replace(ligature, "\u2060")
    .replace(/[\\~^<>|"…–“”\u200b\u2060]|[#$%&_{}]/g, (c) => escapes[c] ?? `\\${c}`);
}
