/**
 * Text of others on its way to a page, a document or a terminal. Names of columns and classes, values and paths may hold
 * anything; what leaves here is one line that only shows itself.
 */
import { stripVTControlCharacters } from "node:util";

export { bytesText as bytes } from "../byte-size.js";

/** Control characters, halves of characters, what is none and no SVG may hold, and what turns the direction of text. */
const unseen = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]+/gu;

/** The text without ANSI sequences and characters that are not seen but change what is; line breaks become spaces. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, " ").replace(unseen, "");
}

/** Text of several lines, with its lines and spaces as they are, and otherwise {@link clean}. */
export function cleanLines(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.replace(unseen, ""))
    .join("\n");
}

/** The text, cleaned, in at most `most` characters; a longer one ends in "…". */
export function short(text: string, most = 40): string {
  // A few times as much as is shown is enough to clean; what follows may be megabytes.
  const line = clean(text.length > 20 * most ? text.slice(0, 20 * most) : text);
  const characters = Array.from(line);
  return characters.length <= most && text.length <= 20 * most ? line : `${characters.slice(0, most - 1).join("")}…`;
}

/** The name of a column, a class or the like, as {@link short}; one that is empty is said to be. */
export function named(name: string, most = 40): string {
  return short(name, most) || "(empty)";
}

/** A whole number as people read it: 1,234,567. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** A number and what it counts: "1 tree", "100 trees". */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share as people read it: "12 %", "less than 1 %". */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "less than 1 %";
  if (share < 1 && share >= 0.995) return "more than 99 %";
  return `${Math.round(100 * share)} %`;
}

/** Several names as a sentence lists them: "a, b and c"; beyond `most` names, how many more there are. */
export function listed(names: readonly string[], most = 12): string {
  const shown = names.slice(0, most).map((name) => named(name));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${count(more)} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
