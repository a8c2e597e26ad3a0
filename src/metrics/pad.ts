/** Spaces before a text until it is so many characters wide, as Python counts them: by code point, not by UTF-16 unit. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** The number of code points in a text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const _ of text) width += 1;
  return width;
}
