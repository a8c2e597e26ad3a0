/** One run of ml-random-forest for forest.mjs: takes the Parquet files of forest-run.mjs, and prints what that prints. */
import { RandomForestClassifier } from "ml-random-forest";
import { Client, readParquet } from "../../dist/src/index.js";

const [trainFile, testFile, text] = process.argv.slice(2);
const { trees, leaf, seed, fits: fitCount, predicts: predictCount } = JSON.parse(text);
const client = new Client({ nWorkers: 1 });
const [XTrain, yTrain] = await open(trainFile);
const [XTest, yTest] = await open(testFile);
await client.close();
const fits = [];
const predicts = [];
let model;
let found;
const before = process.cpuUsage();
for (let i = 0; i < fitCount; i++) {
  const began = performance.now();
  model = new RandomForestClassifier({
    nEstimators: trees,
    seed,
    // Its features are drawn once a tree; with fewer of them it is much less accurate.
    maxFeatures: 1.0,
    replacement: false,
    treeOptions: { minNumSamples: leaf },
    noOOB: true,
  });
  model.train(XTrain, yTrain);
  fits.push((performance.now() - began) / 1000);
}
const { user, system } = process.cpuUsage(before);
const fitPeakMB = peakMegabytes();
for (let i = 0; i < predictCount; i++) {
  const began = performance.now();
  found = model.predict(XTest);
  predicts.push((performance.now() - began) / 1000);
}
const peakMB = peakMegabytes();
const accuracy = found.reduce((right, label, row) => right + (label === yTest[row] ? 1 : 0), 0) / found.length;
const saved = JSON.stringify(model);
const nodes = saved.split('"kind"').length - 1;
const cpuSeconds = (user + system) / 1e6 / fitCount;
const bytes = saved.length;
console.log(
  JSON.stringify({ version: "2.1.0", fits, cpuSeconds, predicts, accuracy, nodes, bytes, fitPeakMB, peakMB }),
);

/** The features as rows, and the target, which is the last column. */
async function open(file) {
  const { values } = await (await readParquet(file)).compute();
  return [values.map((row) => row.slice(0, -1)), values.map((row) => row.at(-1))];
}

function peakMegabytes() {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}
