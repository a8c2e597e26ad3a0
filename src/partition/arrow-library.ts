/**
 * `apache-arrow` in one file, as it comes along for browsers: loaded by the first call, in about 8 ms, where its hundred
 * modules take 60. For bytes, and for reading tables whoever made them.
 */
export function arrowLibrary(): typeof import("apache-arrow") {
  return require("apache-arrow/Arrow.esnext.min");
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
