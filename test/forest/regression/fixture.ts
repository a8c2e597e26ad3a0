import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RandomForestRegressorOptions } from "../../../src/forest/forest-options.js";
import { camelCased } from "../fixture.js";

/** How scikit-learn's forests do, as means over many of them. */
export interface Reference {
  readonly options: RandomForestRegressorOptions;
  readonly r2: number;
  readonly oob?: number;
  readonly leaves: number;
  readonly depth: number;
  readonly importances: readonly number[];
}

/** A tree of scikit-learn's. */
export interface TreeReference {
  readonly columns: readonly string[];
  readonly options: RandomForestRegressorOptions;
  /** By row, how often it was drawn; `null` for once each. */
  readonly counts: number[] | null;
  readonly tree: {
    /** -1 in leaves. */
    readonly feature: number[];
    /** `null` in leaves, and where only missing values go right. */
    readonly threshold: (number | null)[];
    readonly right: number[];
    readonly missingLeft: boolean[];
    readonly weight: number[];
    readonly value: number[];
  };
}

export interface RegressionSet {
  readonly X: readonly Record<string, unknown>[];
  readonly y: readonly number[];
  readonly folds: readonly number[];
  readonly references: readonly Reference[];
  readonly trees: readonly TreeReference[];
}

export const regressionSets = ["diabetes", "penguins", "cars", "friedman"] as const;

const path = resolve(__dirname, "../../../../test/fixtures/forest/regression.json");

/** A data set that `make-regression-reference.py` wrote. */
export function regressionSet(name: (typeof regressionSets)[number]): RegressionSet {
  const { sets } = JSON.parse(readFileSync(path, "utf8"));
  const { columns, y, folds, references, trees } = sets[name];
  const entries = Object.entries<unknown[]>(columns);
  return {
    X: y.map((_: number, row: number) => Object.fromEntries(entries.map(([column, values]) => [column, values[row]]))),
    y,
    folds,
    references: references.map(({ options, ...rest }: { options: object }) => ({
      ...rest,
      options: camelCased({ ...options }),
    })),
    trees: trees.map(({ criterion, limits, ...rest }: { criterion: string; limits: object }) => ({
      ...rest,
      options: camelCased({ criterion, ...limits }),
    })),
  };
}

/** The rows that a fold keeps for testing, or the others. */
export function rowsOfFold<T>(rows: readonly T[], folds: readonly number[], fold: number, test: boolean): T[] {
  return rows.filter((_, row) => (folds[row] === fold) === test);
}
