/**
 * `apache-arrow` in one file, as it comes along for browsers: loaded by the first call, in about 8 ms, where its hundred
 * modules take 60. For bytes, and for reading tables whoever made them.
 */
export function arrowLibrary(): typeof import("apache-arrow") {
  library ??= withQuickSchemas(require("apache-arrow/Arrow.esnext.min"));
  return library;
}

let library: typeof import("apache-arrow") | undefined;

/**
 * Every record batch that is made assigns the fields of its schema to that schema, which looks for each among all by its
 * name: of 100,000 columns that takes most of a minute. Where they are the same fields nothing changes, so nothing is done.
 * A library that has no such method is left as it is.
 */
export function withQuickSchemas(arrow: typeof import("apache-arrow")): typeof import("apache-arrow") {
  const prototype = arrow.Schema?.prototype;
  const assign = prototype?.assign;
  if (typeof assign !== "function") return arrow;
  prototype.assign = function (this: typeof prototype, ...given: unknown[]) {
    const [fields] = given;
    const isSame =
      Array.isArray(fields) &&
      Array.isArray(this.fields) &&
      fields.length === this.fields.length &&
      this.fields.every((field, i) => field === fields[i]);
    return isSame ? this : Reflect.apply(assign, this, given);
  } as typeof assign;
  return arrow;
}

/** `apache-arrow` as users import it, for the tables they are given: these are instances of its classes. */
export function usersArrowLibrary(): typeof import("apache-arrow") {
  return require("apache-arrow");
}

/** The key of a field's metadata that tells a category from a string: its value is then "category". */
export const dtypeKey = "danfo-distributed:dtype";

/** The key of a field's metadata that repeats an empty name, which `apache-arrow` leaves out and reads as "null". */
export const nameKey = "danfo-distributed:name";

/** The key of a schema's metadata that tells our own streams: their dictionaries hold no text twice. */
export const ownKey = "danfo-distributed";
