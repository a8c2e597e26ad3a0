import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RandomForestOptions } from "../../src/forest/forest-options.js";

/** scikit-learn's options, as its reference was made with. */
type PeerOptions = Record<string, unknown>;

export interface Reference {
  readonly options: RandomForestOptions;
  readonly accuracy: number;
  readonly leaves: number;
  readonly depth: number;
  readonly importances: readonly number[];
}

export interface DataSet {
  readonly X: readonly object[];
  readonly y: readonly (string | number)[];
  /** By row: the fold of the cross-validation that tests on it. */
  readonly folds: readonly number[];
  readonly references: readonly Reference[];
}

/** A data set that `make-reference.py` wrote. */
export function dataSet(name: string): DataSet {
  const path = resolve(__dirname, "../../../test/fixtures/forest", `${name}.json`);
  const { columns, y, folds, references } = JSON.parse(readFileSync(path, "utf8")) as {
    columns: Record<string, unknown[]>;
    y: (string | number)[];
    folds: number[];
    references: (Omit<Reference, "options"> & { options: PeerOptions })[];
  };
  return {
    X: y.map((_, row) => Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[row]]))),
    y,
    folds,
    references: references.map(({ options, ...rest }) => ({ ...rest, options: camelCased(options) })),
  };
}

/** scikit-learn's options as ours. */
export function camelCased(options: PeerOptions): RandomForestOptions {
  const camelCase = (text: string): string => text.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      camelCase(name),
      typeof value === "string" ? camelCase(value) : value,
    ]),
  );
}
