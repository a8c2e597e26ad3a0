import { OptionError } from "../errors.js";
import { aBoolean, checkOptions } from "../options.js";

/** Makes a Series of a function's name and its plain arguments. */
export type ApplyFunction<S> = (method: string, fn: string, params?: readonly unknown[]) => S;

export interface PatternOptions {
  /** Whether the pattern is a regular expression, as JavaScript writes them. Default false: the text itself. */
  readonly regex?: boolean;
}

/**
 * What can be done with a column of text, as `series.str`. Lazy, like all of a Series. Each different text of a partition
 * is worked on once, however many rows have it. Missing stays missing; in a test it is false.
 */
export class TextMethods<S> {
  readonly #apply: ApplyFunction<S>;

  /** @internal */
  constructor(apply: ApplyFunction<S>) {
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

  /** The number of characters (code points), int32. */
  len(): S {
    return this.#apply("str.len", "len");
  }

  contains(pattern: string, options: PatternOptions = {}): S {
    return this.#apply("str.contains", "contains", this.#pattern("str.contains", pattern, options));
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

  /** The characters (code points) from `start` up to, not including, `stop`; negative ones count from the end. */
  slice(start = 0, stop?: number): S {
    for (const place of [start, stop ?? 0]) {
      if (!Number.isSafeInteger(place)) {
        throw new OptionError(`str.slice takes whole numbers, but got ${place}.`, { option: "start", value: place });
      }
    }
    return this.#apply("str.slice", "slice", [start, stop ?? null]);
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

function aText(method: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new OptionError(`${method} takes text, but got ${String(value)}.`, { option: "pattern", value });
}
