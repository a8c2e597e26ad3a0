/**
 * Real data sets, and the options of the forests that are compared on them.
 *
 * `data/titanic.csv` lists the ship's 1,313 passengers without their names; in the public domain, from the Python
 * package bokeh_sampledata. The others come with scikit-learn (see `test/fixtures/forest/make-reference.py`), with the
 * npm package vega-datasets, or with the notebooks.
 */
import { join, resolve } from "node:path";
import { type DataFrame, fromRecords, type RandomForestOptions, readCSV, type Series } from "../../src/index.js";
import { dataSet } from "../forest/fixture.js";

const root = resolve(__dirname, "../../..");
const vega = join(root, "node_modules/vega-datasets/data");

/** How many splits into training and test rows forests are compared on. */
export const SPLITS = 10;

export interface RealSet {
  readonly name: string;
  readonly options: RandomForestOptions;
  /** Whether some of its columns hold text. */
  readonly text: boolean;
  load(): Promise<{ X: DataFrame; y: Series }>;
}

/** The frame with numbers in place of text, as scikit-learn gets it: a text's place among the sorted ones. */
export async function withOrdinalCodes(X: DataFrame): Promise<DataFrame> {
  const frame = await X.compute();
  const columns = X.columns.map((name) => {
    const values: readonly unknown[] = frame.column(name).values;
    if (X.dtypes[name] !== "string") return values;
    const places = new Map(
      [...new Set(values)]
        .filter((text) => text !== null)
        .map(String)
        .sort()
        .map((text, i) => [text, i]),
    );
    return values.map((text) => places.get(text as string) ?? null);
  });
  return fromRecords(
    columns[0].map((_, row) => Object.fromEntries(X.columns.map((name, f) => [name, columns[f][row]]))),
  );
}

export const realSets: readonly RealSet[] = [
  ...["iris", "wine", "breast-cancer", "digits", "penguins"].map(stored),
  fromFile("titanic", join(root, "test/parity/data/titanic.csv"), "survived", {
    text: true,
    options: { minSamplesLeaf: 3 },
  }),
  fromFile("weather of Seattle", join(vega, "seattle-weather.csv"), "weather", { without: ["date"] }),
  fromFile("states of post codes", join(vega, "zipcodes.csv"), "state", {
    without: ["zip_code", "city", "county"],
    frac: 0.2,
    options: { nEstimators: 30 },
  }),
  fromFile("bird strikes", join(vega, "birdstrikes.csv"), "Wildlife Size", {
    without: ["Flight Date", "Wildlife Species"],
    text: true,
    options: { nEstimators: 30, minSamplesLeaf: 3 },
  }),
  fromFile("flights", join(root, "notebooks/data/flights.csv"), "late", {
    frac: 0.02,
    text: true,
    options: { nEstimators: 50, minSamplesLeaf: 5 },
  }),
];

function stored(name: string): RealSet {
  return {
    name,
    // Of few rows each counts much, so the peers' own chance is to count little.
    options: { nEstimators: name === "iris" ? 300 : 100 },
    text: name === "penguins",
    load: async () => {
      const { X, y } = dataSet(name);
      return split(fromRecords(X.map((row, i) => ({ ...row, target: y[i] }))), "target");
    },
  };
}

interface FileOptions {
  /** Columns that are left out. */
  readonly without?: string[];
  /** The fraction of the rows that is taken. */
  readonly frac?: number;
  readonly text?: boolean;
  readonly options?: RandomForestOptions;
}

function fromFile(
  name: string,
  file: string,
  target: string,
  { without = [], frac, text = false, options }: FileOptions,
): RealSet {
  return {
    name,
    options: { nEstimators: 100, ...options },
    text,
    load: async () => {
      const frame = (await readCSV(file)).drop({ columns: without });
      return split(frac === undefined ? frame : frame.sample({ frac, seed: 1 }), target);
    },
  };
}

function split(frame: DataFrame, target: string): { X: DataFrame; y: Series } {
  const kept = frame.persist();
  return { X: kept.drop({ columns: [target] }), y: kept.column(target) };
}
