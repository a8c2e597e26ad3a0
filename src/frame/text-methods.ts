import { OptionError } from "../errors.js";
import { aBoolean, checkOptions } from "../options.js";
import { refuseOptions } from "./refuse-options.js";

/** Makes a Series of a function's name, its plain arguments, and what stands in the same rows. */
export type ApplyFunction<S, O = never> = (
  method: string,
  fn: string,
  params?: readonly unknown[],
  others?: readonly O[],
) => S;

export interface PatternOptions {
  /** Whether the pattern is a regular expression, as JavaScript writes them. Default false: the text itself. */
  readonly regex?: boolean;
}

/**
 * What can be done with a column of text, as `series.str`. Lazy, like all of a Series. Each different text of a partition
 * is worked on once, however many rows have it. Missing stays missing; in a test it is false. Characters are code points, so
 * that an emoji is one, and are counted from 0; a negative place counts from the end.
 */
export class TextMethods<S> {
  readonly #apply: ApplyFunction<S, S | string>;

  /** @internal */
  constructor(apply: ApplyFunction<S, S | string>) {
    this.#apply = apply;
  }

  toLowerCase(): S {
    return this.#apply("str.toLowerCase", "toLowerCase");
  }

  toUpperCase(): S {
    return this.#apply("str.toUpperCase", "toUpperCase");
  }

  /** The first character in upper case, the others in lower case. */
  capitalize(): S {
    return this.#apply("str.capitalize", "capitalize");
  }

  /** Without the blanks at both ends. */
  trim(): S {
    return this.#apply("str.trim", "trim");
  }

  trimStart(): S {
    return this.#apply("str.trimStart", "trimStart");
  }

  trimEnd(): S {
    return this.#apply("str.trimEnd", "trimEnd");
  }

  /** The number of characters, int32. */
  len(): S {
    return this.#apply("str.len", "len");
  }

  contains(pattern: string, options: PatternOptions = {}): S {
    return this.#apply("str.contains", "contains", this.#pattern("str.contains", pattern, options));
  }

  /** As {@link contains}, of the text itself. */
  includes(text: string): S {
    return this.#apply("str.includes", "contains", [aText("str.includes", text), false]);
  }

  startsWith(start: string): S {
    return this.#apply("str.startsWith", "startsWith", [aText("str.startsWith", start)]);
  }

  endsWith(end: string): S {
    return this.#apply("str.endsWith", "endsWith", [aText("str.endsWith", end)]);
  }

  /** Every place where the pattern stands, replaced; with `regex`, `$1` and the like stand for its groups. */
  replace(pattern: string, replacement: string, options: PatternOptions = {}): S {
    const [text, regex] = this.#pattern("str.replace", pattern, options);
    return this.#apply("str.replace", "replaceText", [text, aText("str.replace", replacement), regex]);
  }

  /** The place of the first character at which the pattern stands, int32; -1 where it does not. */
  indexOf(pattern: string, options: PatternOptions = {}): S {
    return this.#apply("str.indexOf", "indexOf", this.#pattern("str.indexOf", pattern, options));
  }

  /** The place of the last character at which the text stands, int32; -1 where it does not. */
  lastIndexOf(text: string): S {
    return this.#apply("str.lastIndexOf", "lastIndexOf", [aText("str.lastIndexOf", text)]);
  }

  /** The place of the first match of a regular expression, int32; -1 where there is none. */
  search(pattern: string): S {
    return this.#apply("str.search", "indexOf", this.#pattern("str.search", pattern, { regex: true }));
  }

  /** How often the pattern comes, one place after the other, int32. */
  count(pattern: string, options: PatternOptions = {}): S {
    return this.#apply("str.count", "countText", this.#pattern("str.count", pattern, options));
  }

  /** What a group of a regular expression matches first; the whole match is group 0. Missing where there is none. */
  extract(pattern: string, group = 1): S {
    const [text] = this.#pattern("str.extract", pattern, { regex: true });
    return this.#apply("str.extract", "extract", [text, whole("str.extract", "group", group, 0)]);
  }

  /** One character; missing where there is none at this place. */
  charAt(place: number): S {
    return this.#apply("str.charAt", "charAt", [whole("str.charAt", "place", place)]);
  }

  /** The characters from `start` up to, not including, `stop`. */
  slice(start = 0, stop?: number): S {
    whole("str.slice", "start", start);
    if (stop !== undefined) whole("str.slice", "stop", stop);
    return this.#apply("str.slice", "slice", [start, stop ?? null]);
  }

  /** As {@link slice}, but places below 0 are 0, and two in the wrong order are taken the other way round. */
  substring(start: number, stop?: number): S {
    const from = Math.max(0, whole("str.substring", "start", start));
    if (stop === undefined) return this.#apply("str.substring", "slice", [from, null]);
    const to = Math.max(0, whole("str.substring", "stop", stop));
    return this.#apply("str.substring", "slice", [Math.min(from, to), Math.max(from, to)]);
  }

  /** So many characters from `start` on. */
  substr(start: number, length?: number): S {
    whole("str.substr", "start", start);
    if (length === undefined) return this.#apply("str.substr", "slice", [start, null]);
    const stop = start + whole("str.substr", "length", length, 0);
    return this.#apply("str.substr", "slice", [start, start < 0 && stop >= 0 ? null : stop]);
  }

  /**
   * One of the parts between the places where the separator stands; missing where there are not so many. A column
   * holds no arrays, so that each part is asked for by its place.
   *
   * @example
   * const city = addresses.column("address").str.split(", ", -1);
   */
  split(separator: string, part: number): S {
    if (aText("str.split", separator) === "" || !Number.isSafeInteger(part)) {
      throw new OptionError(
        'str.split takes a separator and the place of the part that is wanted, such as split("-", 0) or split("-", -1), since a column holds no arrays.',
        { option: "part", value: part },
      );
    }
    return this.#apply("str.split", "splitText", [separator, part]);
  }

  /** Each text so many times. */
  repeat(times: number): S {
    return this.#apply("str.repeat", "repeat", [whole("str.repeat", "times", times, 0)]);
  }

  /** Filled up in front to so many characters. */
  padStart(length: number, filler = " "): S {
    return this.#pad("padStart", length, filler);
  }

  /** Filled up at the end to so many characters. */
  padEnd(length: number, filler = " "): S {
    return this.#pad("padEnd", length, filler);
  }

  /** Each text and another one, or that of the same row of a Series, after it; with position 0 before it. */
  concat(other: S | string, position = 1): S {
    return this.#apply("str.concat", "joinText", ["", position === 0], [other]);
  }

  /** Each text, a separator, and another text or that of the same row of a Series. */
  join(other: S | string, separator: string): S {
    return this.#apply("str.join", "joinText", [aText("str.join", separator), false], [other]);
  }

  /** Whether all characters are letters, and there is one. */
  isAlpha(): S {
    return this.#apply("str.isAlpha", "isAlpha");
  }

  /** Whether all characters are letters or numbers, and there is one. */
  isAlnum(): S {
    return this.#apply("str.isAlnum", "isAlnum");
  }

  /** Whether all characters are digits of a decimal number, and there is one. */
  isDecimal(): S {
    return this.#apply("str.isDecimal", "isDecimal");
  }

  #pad(fn: "padStart" | "padEnd", length: number, filler: string): S {
    if ([...aText(`str.${fn}`, filler)].length !== 1) {
      throw new OptionError(`str.${fn} fills up with one character, but got ${JSON.stringify(filler)}.`, {
        option: "filler",
        value: filler,
      });
    }
    return this.#apply(`str.${fn}`, fn, [whole(`str.${fn}`, "length", length, 0), filler]);
  }

  #pattern(method: string, pattern: string, options: PatternOptions): [string, boolean] {
    checkOptions(method, options, { regex: aBoolean });
    const text = aText(method, pattern);
    if (options.regex !== true) return [text, false];
    try {
      new RegExp(text, "u");
    } catch (error) {
      throw new OptionError(`${method}: ${(error as Error).message}.`, { option: "pattern", value: pattern });
    }
    return [text, true];
  }
}

const withPattern = { contains: 2, replace: 3, indexOf: 2, count: 2 };
const others = { extract: 2, slice: 2, padStart: 2, padEnd: 2, concat: 2 };
refuseOptions(TextMethods, { ...withPattern, ...others }, "str.");

function aText(method: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new OptionError(`${method} takes text, but got ${String(value)}.`, { option: "pattern", value });
}

function whole(method: string, option: string, value: number, least = -Infinity): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  const from = least === 0 ? " from 0 on" : "";
  throw new OptionError(`${method} takes a whole number${from} as ${option}, but got ${String(value)}.`, {
    option,
    value,
  });
}
