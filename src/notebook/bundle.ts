/**
 * What a notebook shows: one output in several forms, by MIME type. A viewer picks the richest form that it knows, so
 * each must tell the whole story.
 */
export interface Bundle {
  readonly "text/plain": string;
  readonly "text/html"?: string;
  readonly "text/latex"?: string;
  /** In base64. */
  readonly "image/png"?: string;
}

/** Under this name an object gives its {@link Bundle}, synchronously. Deno's kernel and others know it as well. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** Under this name Node's `console.log` finds an object's text. */
export const inspectCustom: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** An object that can show itself in a notebook. */
export interface Showable {
  [jupyterDisplay](): Bundle;
}

export function isShowable(value: unknown): value is Showable {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as Partial<Showable>)[jupyterDisplay] === "function"
  );
}
