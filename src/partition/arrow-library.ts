/** `apache-arrow`, loaded by the first call: it takes about 70 ms, and importing the package must not wait for it. */
export function arrowLibrary(): typeof import("apache-arrow") {
  return require("apache-arrow");
}

/** The key of a field's metadata that tells a category from a string: its value is then "category". */
export const dtypeKey = "danfo-distributed:dtype";

/** The key of a field's metadata that repeats an empty name, which `apache-arrow` leaves out and reads as "null". */
export const nameKey = "danfo-distributed:name";
