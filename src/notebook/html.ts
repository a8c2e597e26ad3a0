/** HTML through a template that escapes: the one way in which text gets into a page. */
import { clean } from "./text.js";

/** HTML source that is safe to put into a page. Only {@link html} makes it. */
export class Html {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

/** What may stand in a template: text and numbers are escaped, HTML is not, lists are joined, undefined is nothing. */
export type Fragment = Html | string | number | undefined | readonly Fragment[];

/**
 * A tagged template that gives HTML. Values are escaped for text and for attributes in double or single quotes alike;
 * an attribute without quotes is not safe. Control characters and ANSI sequences are left out.
 *
 * @example html`<b title="${label}">${label}</b>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  let source = strings[0];
  for (const [i, value] of values.entries()) source += fragment(value) + strings[i + 1];
  return new Html(source);
}

function fragment(value: Fragment): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.source;
  if (typeof value === "object") return value.map(fragment).join("");
  return escapeHtml(clean(String(value)));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/**
 * Plain data as JSON that may stand inside a `<script>`: nothing in it can end the script or begin another, and it is
 * one line for every JavaScript.
 */
export function scriptJson(value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(json);
}
