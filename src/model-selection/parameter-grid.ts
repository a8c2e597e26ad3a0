import { OptionError } from "../errors.js";
import type { Estimator } from "./estimator.js";

/** For each option of a model the values to try. */
export type ParameterGrid<M extends Estimator> = {
  readonly [K in keyof M["options"]]?: readonly M["options"][K][];
};

/** Values by option. */
export type Parameters<M extends Estimator> = Partial<M["options"]>;

/**
 * All combinations of a grid, or of several one after the other, in scikit-learn's order: options sorted by name, the
 * last one changing fastest.
 *
 * @throws {OptionError} there is nothing to try.
 */
export function combinations(owner: string, grids: object | readonly object[]): object[] {
  const all = [grids].flat();
  const combined = all.flatMap((grid) => combine(optionLists(owner, grid)));
  if (combined.length === 0) throw emptyGrid(owner, grids);
  return combined;
}

/**
 * The options of a grid with their values, sorted by name.
 *
 * @throws {OptionError} it is no grid, or an option has no values.
 */
export function optionLists(owner: string, grid: unknown): [option: string, values: readonly unknown[]][] {
  const entries = gridEntries(owner, grid);
  for (const [option, values] of entries) requireList(owner, option, values);
  return entries as [string, readonly unknown[]][];
}

/** The options of a grid with what is to be tried of each, sorted by name. */
export function gridEntries(owner: string, grid: unknown): [option: string, values: unknown][] {
  if (typeof grid !== "object" || grid === null || Array.isArray(grid)) {
    throw new OptionError(`${owner} takes a grid as an object with a list for each option: { maxDepth: [2, 4] }.`, {
      option: "grid",
      value: grid,
    });
  }
  const entries = Object.entries(grid).filter(([, values]) => values !== undefined);
  if (entries.length === 0) throw emptyGrid(owner, grid);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Refuses what is no list of values. */
export function requireList(owner: string, option: string, values: unknown): void {
  if (Array.isArray(values) && values.length > 0) return;
  const got = Array.isArray(values) ? "an empty list" : "no list";
  throw new OptionError(`${owner}: the grid needs a list of values to try for "${option}", but has ${got}.`, {
    option,
    value: values,
  });
}

function emptyGrid(owner: string, grid: unknown): OptionError {
  return new OptionError(
    `${owner}: the grid is empty; it takes a list of values for each option: { maxDepth: [2, 4] }.`,
    {
      option: "grid",
      value: grid,
    },
  );
}

function combine(lists: readonly [option: string, values: readonly unknown[]][]): object[] {
  let combined: Record<string, unknown>[] = [{}];
  for (const [option, values] of lists) {
    combined = combined.flatMap((chosen) => values.map((value) => ({ ...chosen, [option]: value })));
  }
  return combined;
}
