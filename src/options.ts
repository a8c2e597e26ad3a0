import { OptionError } from "./errors.js";

/** What an option takes: a test, and its description as it ends the sentence "X must be …". */
export interface OptionRule {
  readonly takes: string;
  readonly test: (value: unknown) => boolean;
}

/** Rules by option name. An option that is `undefined` counts as not given. */
export type OptionTable<O> = { readonly [K in keyof O]-?: OptionRule };

/**
 * Checks options against their table, in one sentence for the first that is wrong.
 *
 * @param owner - what the options belong to, as the user wrote it: `"readCSV"`.
 * @throws {OptionError} an option is unknown, or its value is not one it takes.
 */
export function checkOptions<O extends object>(owner: string, options: O | undefined, table: OptionTable<O>): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    throw new OptionError(`${owner} takes its options as an object, but got ${show(options)}.`, {
      option: "options",
      value: options,
    });
  }
  const names = Object.keys(table);
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(table, option)) {
      const near = nearest(option, names);
      const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
      throw new OptionError(
        `${owner} has no option "${option}".${hint} ${names.length === 0 ? "It takes none" : `It takes: ${names.join(", ")}`}.`,
        {
          option,
          value,
        },
      );
    }
    const rule = table[option as keyof O];
    if (value !== undefined && !rule.test(value)) {
      throw new OptionError(`${owner}: option "${option}" must be ${rule.takes}, but it is ${show(value)}.`, {
        option,
        value,
      });
    }
  }
}

export const aBoolean: OptionRule = {
  takes: "true or false",
  test: (value) => typeof value === "boolean",
};

export const aString: OptionRule = {
  takes: "a string",
  test: (value) => typeof value === "string",
};

export const strings: OptionRule = {
  takes: "an array of strings",
  test: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

/** A whole number of at least `least`. */
export function wholeNumber(least: number): OptionRule {
  return {
    takes: `a whole number of at least ${least}`,
    test: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

/** One of these strings. */
export function oneOf(...choices: readonly string[]): OptionRule {
  return {
    takes: choices.map((choice) => `"${choice}"`).join(" or "),
    test: (value) => choices.includes(value as string),
  };
}

/** Whatever any of the rules takes. */
export function either(...rules: readonly OptionRule[]): OptionRule {
  return {
    takes: rules.map((rule) => rule.takes).join(", or "),
    test: (value) => rules.some((rule) => rule.test(value)),
  };
}

/** The name that a person who typed `word` most likely meant: the closest by edit distance, if at most a third is off. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.min(Math.floor(Math.max(word.length, 3) / 3), word.length - 1) + 0.5;
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** What an error says of a name that is not there: which one was likely meant, as a sentence or nothing, and the names there are. */
export function namesInstead(word: string, names: readonly string[]): { readonly hint: string; readonly list: string } {
  const near = nearest(word, names);
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name));
  if (names.length > 20) shown.push(`… (${names.length} in all)`);
  return { hint: near === undefined ? "" : ` Did you mean ${JSON.stringify(near)}?`, list: shown.join(", ") };
}

/** Levenshtein's distance, row by row. Quadratic: for names, not for texts. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/** A value as an error message quotes it. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
