/** What the benches forest.mjs and predict.mjs have in common: the data, and a run of each library on it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFlights } from "../../../notebooks/data/flights.mjs";
import { vegaDatasets } from "../../../notebooks/environment.mjs";
import { scratch } from "./csv-files.mjs";

const python = process.env.PYTHON ?? "python3";
const quick = ["danfo-distributed", "scikit-learn", "scikit-learn-intelex", "YDF", "ranger"];
const common = [...quick, "XGBoost RF"];

/**
 * By set: trees, the fewest rows of a leaf, how often to fit in each process, and who takes part: LightGBM, which needs
 * half a minute a tree for large trees, where they are small; ml-random-forest, which is quadratic, on the fewest rows.
 */
const sets = {
  "made-300": { trees: 100, leaf: 1, fits: 3, peers: [...quick, "ml-random-forest"] },
  digits: { trees: 100, leaf: 1, fits: 3, peers: [...common, "LightGBM rf"] },
  mixed: { trees: 100, leaf: 1, fits: 1, peers: common },
  "made-200k": { trees: 100, leaf: 1, fits: 1, peers: common },
  flights: { trees: 100, leaf: 20, fits: 1, peers: [...common, "LightGBM rf"] },
  "made-1m": { trees: 20, leaf: 1, fits: 1, peers: common },
};

/** The sets, peers, trees and seeds that the environment asks for: SETS, PEERS, TREES, RUNS; all sets but the largest else. */
export function chosenSets() {
  const names = list(process.env.SETS) ?? Object.keys(sets).filter((name) => name !== "made-1m");
  const unknown = names.find((name) => sets[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`There is no set "${unknown}". There are ${Object.keys(sets).join(", ")}.`);
  return names.map((name) => {
    const { peers, ...set } = sets[name];
    const trees = Number(process.env.TREES ?? set.trees);
    return { ...set, name, trees, peers: list(process.env.PEERS) ?? peers };
  });
}

function list(text) {
  return text?.split(",").map((part) => part.trim());
}

/** The paths of a set's rows to train on and to test with, made if they are not there; as CSV for ranger. */
async function files(name, kind = "parquet") {
  const out = join(scratch, `forest-${name}`);
  const paths = [`${out}-train.${kind}`, `${out}-test.${kind}`];
  if (paths.every((path) => existsSync(path))) return paths;
  mkdirSync(scratch, { recursive: true });
  const flights = join(scratch, "flights.csv");
  if (!existsSync(flights)) await writeFlights(flights, vegaDatasets);
  execFileSync(python, [script("forest_data.py"), name, flights, out, kind]);
  return paths;
}

function script(name) {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/**
 * One run of one library in a process of its own: `{ version, fits, cpuSeconds, predicts, accuracy, nodes, bytes,
 * fitPeakMB, peakMB }`, seconds and megabytes; `null` for ranger where there is no R.
 */
export async function runForest(peer, set, seed, predicts) {
  const { name, trees, leaf, fits } = set;
  const options = JSON.stringify({ trees, leaf, seed, fits, predicts });
  const run = async (program, args, kind) => {
    return JSON.parse(execFileSync(program, [...args, ...(await files(name, kind)), options], { encoding: "utf8" }));
  };
  if (peer === "danfo-distributed") return run(process.execPath, [script("forest-run.mjs")]);
  if (peer === "ml-random-forest") return run(process.execPath, [script("ml-forest-run.mjs")]);
  if (peer !== "ranger") return run(python, [script("forest_peers.py"), peer]);
  if (spawnSync("Rscript", ["-e", "library(ranger); library(data.table)"]).status === 0) {
    return run("Rscript", [script("forest_ranger.R")], "csv");
  }
  console.log("ranger is left out: there is no Rscript with the packages ranger and data.table.");
  return null;
}

/** By library, its results of `runs` runs with as many seeds, in turn. */
export async function takeForests(set, runs, predicts) {
  const results = new Map(set.peers.map((peer) => [peer, []]));
  for (let run = 0; run < runs; run++) {
    for (const [peer, each] of results) {
      const result = await runForest(peer, set, run + 1, predicts);
      if (result === null) results.delete(peer);
      else each.push(result);
    }
  }
  return results;
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
