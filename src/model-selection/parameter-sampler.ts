import { OptionError } from "../errors.js";
import type { Estimator } from "./estimator.js";
import { gridEntries, requireList } from "./parameter-grid.js";
import { choiceHash } from "./row-hash.js";

/** Numbers to draw from. */
export interface ParameterRange {
  readonly low: number;
  /** The greatest whole number that is drawn; of real numbers, what all drawn ones are below. */
  readonly high: number;
  /** Whether whole numbers are drawn, rather than real ones. Default false. */
  readonly whole?: boolean;
  /** Whether the logarithm is what is drawn evenly, so that 1 to 10 is as likely as 10 to 100. Default false. */
  readonly log?: boolean;
}

/** For each option of a model a list of values, or a range of numbers. */
export type ParameterDistributions<M extends Estimator> = {
  readonly [K in keyof M["options"]]?:
    | readonly M["options"][K][]
    | (number extends M["options"][K] ? ParameterRange : never);
};

/**
 * Draws combinations at random. Where there are lists only, no combination comes twice, and if there are no more than
 * are asked for, all come; each from a range is drawn anew.
 *
 * @throws {OptionError} there is nothing to draw from, or a range is none.
 */
export function sampleParameters(owner: string, distributions: object, nIter: number, seed: number): object[] {
  const entries = gridEntries(owner, distributions);
  for (const [option, values] of entries) {
    if (isObject(values)) requireRange(owner, option, values);
    else requireList(owner, option, values);
  }
  const lists = entries.map(([, values]) => values).filter(Array.isArray);
  if (lists.length < entries.length) return Array.from({ length: nIter }, (_, i) => draw(entries, seed, i));
  const size = lists.reduce((product, { length }) => product * length, 1);
  if (size < nIter) {
    process.emitWarning(
      `${owner}: there are only ${size} combinations, fewer than nIter, ${nIter}; all are tried.`,
      "SmallGridWarning",
    );
  }
  return distinctPlaces(Math.min(nIter, size), size, seed).map((place) => combinationAt(entries, place));
}

/** So many different places below `size`. */
function distinctPlaces(wanted: number, size: number, seed: number): number[] {
  if (wanted === size) return Array.from({ length: size }, (_, place) => place);
  const found = new Set<number>();
  for (let i = 0; found.size < wanted; i++) found.add(Math.floor(share(seed, 0, i) * size));
  return [...found];
}

/** The combination at a place in the order of a grid's: the last option changes fastest. */
function combinationAt(entries: readonly [option: string, values: unknown][], place: number): object {
  let rest = place;
  const chosen = [...entries].reverse().map(([option, values]): [string, unknown] => {
    const list = values as readonly unknown[];
    const value = list[rest % list.length];
    rest = Math.floor(rest / list.length);
    return [option, value];
  });
  return Object.fromEntries(chosen.reverse());
}

/** The `i`th combination of independent draws. */
function draw(entries: readonly [option: string, values: unknown][], seed: number, i: number): object {
  return Object.fromEntries(
    entries.map(([option, values], place) => {
      const at = share(seed, 1 + place, i);
      return [
        option,
        Array.isArray(values) ? values[Math.floor(at * values.length)] : within(values as ParameterRange, at),
      ];
    }),
  );
}

/** The number that a share of a range is: of 0 the lowest, of 1 the end. */
function within({ low, high, whole = false, log = false }: ParameterRange, at: number): number {
  const end = whole ? high + 1 : high;
  const number = log ? low * (end / low) ** at : low + (end - low) * at;
  return whole ? Math.min(high, Math.floor(number)) : number;
}

function share(seed: number, round: number, index: number): number {
  return choiceHash(seed, round, index) / 2 ** 53;
}

function requireRange(owner: string, option: string, range: object): void {
  const { low, high, whole = false, log = false, ...rest } = range as Partial<ParameterRange>;
  const refuse = (why: string): OptionError =>
    new OptionError(
      `${owner}: the range of "${option}" ${why}; a range is { low, high }, with whole: true or log: true.`,
      { option, value: range },
    );
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw refuse(`has no "${unknown}"`);
  if (typeof whole !== "boolean" || typeof log !== "boolean") throw refuse("takes true or false for whole and log");
  if (!Number.isFinite(low) || !Number.isFinite(high) || (low as number) > (high as number))
    throw refuse("needs two numbers, low and a high that is not below it");
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    throw refuse("is of whole numbers but ends in others");
  if (log && (low as number) <= 0) throw refuse("is logarithmic, so low must be above 0");
}

function isObject(values: unknown): values is object {
  return typeof values === "object" && values !== null && !Array.isArray(values);
}
