import type { DType } from "../partition/partition.js";

/** A column that a value contradicts. */
interface TypedColumn {
  readonly name: string;
  readonly dtype: DType;
  /** Whether a sample decided on the dtype, rather than the user. */
  readonly inferred: boolean;
}

/**
 * The sentences about a value that is not of its column's dtype, but for the last full stop.
 *
 * @param shown - the value as the file spells it, quoted if it is text.
 * @param wider - a dtype that would take it.
 * @param reader - the function to pass that to.
 */
export function contradiction(column: TypedColumn, shown: string, wider: DType, reader: string): string {
  const { name, dtype, inferred } = column;
  return `column ${JSON.stringify(name)} holds ${shown}, which is no ${dtype}, the dtype ${
    inferred ? "that a sample of the file suggested" : "that was asked for"
  }. Pass dtypes: { ${asKey(name)}: "${wider}" } to ${reader}`;
}

/** A name as the key of an object in a program. */
export function asKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** The beginning of a text that may be long. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
