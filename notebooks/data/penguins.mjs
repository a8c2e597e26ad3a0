/**
 * Makes `penguins.csv` from vega-datasets' `penguins.json`. The file is part of the project; run this to make it again:
 *
 *     node notebooks/data/penguins.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { vegaDatasets } from "../environment.mjs";

/** What each column is called there. Lengths are in millimetres, masses in grams. */
const columns = new Map([
  ["species", "Species"],
  ["island", "Island"],
  ["beakLength", "Beak Length (mm)"],
  ["beakDepth", "Beak Depth (mm)"],
  ["flipperLength", "Flipper Length (mm)"],
  ["bodyMass", "Body Mass (g)"],
  ["sex", "Sex"],
]);

/** An empty cell is a missing value. One penguin's sex is given as ".", which says no more than that. */
function cell(value, column) {
  if (value === null || value === ".") return "";
  return column === "sex" ? value.toLowerCase() : String(value);
}

const penguins = JSON.parse(readFileSync(path.join(vegaDatasets, "penguins.json"), "utf8"));
const lines = penguins.map((penguin) => [...columns].map(([column, name]) => cell(penguin[name], column)).join(","));
writeFileSync(new URL("penguins.csv", import.meta.url), `${[[...columns.keys()].join(","), ...lines].join("\n")}\n`);
