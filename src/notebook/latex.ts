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
};

/** Characters of a word after which a line may end; some TeX cannot set longer ones. */
const longWord = /\S{30}(?=\S)/gu;

/**
 * Text as LaTeX source that prints it: no character of it is a command. Control characters are left out, and long words
 * may be broken.
 */
export function latex(text: string): string {
  return clean(text)
    .replace(longWord, "$&\u200b")
    .replace(/[\\~^<>|"…–“”\u200b]|[#$%&_{}]/g, (c) => escapes[c] ?? `\\${c}`);
}
