/** One run of ours for forest.mjs and predict.mjs; takes what forest_peers.py takes, but the peer's name, and prints what it prints. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dfd, RandomForestClassifier, readParquet } from "../../dist/src/index.js";
import { startedClient } from "./shared/started-client.mjs";

const [trainFile, testFile, text] = process.argv.slice(2);
const { trees, leaf, seed, fits: fitCount, predicts: predictCount, workers } = JSON.parse(text);
const client = await startedClient(workers === undefined ? {} : { nWorkers: workers });
const [XTrain, yTrain] = await open(trainFile);
const [XTest, yTest] = await open(testFile);
const options = { nEstimators: trees, minSamplesLeaf: leaf, randomState: seed };
const fits = [];
const predicts = [];
let model;
let found;
const before = process.cpuUsage();
for (let i = 0; i < fitCount; i++) {
  const began = performance.now();
  model = await new RandomForestClassifier(options).fit(XTrain, yTrain);
  fits.push((performance.now() - began) / 1000);
}
const { user, system } = process.cpuUsage(before);
const fitPeakMB = peakMegabytes();
// Loads danfo, which answers come as: paid once a process, and not counted, as imports are not.
void dfd.Series;
for (let i = 0; i < predictCount; i++) {
  const began = performance.now();
  found = (await model.predict(XTest).compute()).values;
  predicts.push((performance.now() - began) / 1000);
}
const peakMB = peakMegabytes();
const wanted = (await yTest.compute()).values;
const accuracy = found.reduce((right, label, row) => right + (label === wanted[row] ? 1 : 0), 0) / found.length;
const nodes = model.trees.reduce((sum, { leaves }) => sum + 2 * leaves - 1, 0);
const folder = mkdtempSync(join(tmpdir(), "forest-"));
await model.save(join(folder, "model"));
const bytes = statSync(join(folder, "model")).size;
rmSync(folder, { recursive: true });
const { fingerprint } = model;
await client.close();
const cpuSeconds = (user + system) / 1e6 / fitCount;
console.log(JSON.stringify({ fits, cpuSeconds, predicts, accuracy, nodes, bytes, fitPeakMB, peakMB, fingerprint }));

/** The features and the target, which is the last column, in memory. */
async function open(file) {
  const frame = client.persist(await readParquet(file));
  await frame.shape();
  const target = frame.columns.at(-1);
  return [frame.drop({ columns: [target] }), frame.column(target)];
}

function peakMegabytes() {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}
