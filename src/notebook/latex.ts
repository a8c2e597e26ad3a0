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
};

/** Text as LaTeX source that prints it: no character of it is a command. Control characters are left out. */
export function latex(text: string): string {
  return clean(text).replace(/[\\~^<>|"…–“”]|[#$%&_{}]/g, (c) => escapes[c] ?? `\\${c}`);
}
