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
  readonly XTrain: object[];
  readonly yTrain: (string | number)[];
  readonly XTest: object[];
  readonly yTest: (string | number)[];
  readonly references: readonly Reference[];
}

/** A data set that `make-reference.py` wrote, split as it says. */
export function dataSet(name: string): DataSet {
  const path = resolve(__dirname, "../../../test/fixtures/forest", `${name}.json`);
  const { columns, y, testRows, references } = JSON.parse(readFileSync(path, "utf8")) as {
    columns: Record<string, unknown[]>;
    y: (string | number)[];
    testRows: number[];
    references: (Omit<Reference, "options"> & { options: PeerOptions })[];
  };
  const rows = y.map((_, row) =>
    Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[row]])),
  );
  const test = new Set(testRows);
  const part = <T>(values: readonly T[], inTest: boolean): T[] => values.filter((_, row) => test.has(row) === inTest);
  return {
    XTrain: part(rows, false),
    yTrain: part(y, false),
    XTest: part(rows, true),
    yTest: part(y, true),
    references: references.map(({ options, ...rest }) => ({ ...rest, options: camelCased(options) })),
  };
}

function camelCased(options: PeerOptions): RandomForestOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );
}
