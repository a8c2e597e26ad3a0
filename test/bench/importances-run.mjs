/** One run of ours for importances.mjs; takes what importances_peer.py takes after "measure", and prints what it prints. */
import {
  permutationImportance,
  RandomForestClassifier,
  RandomForestRegressor,
  readParquet,
} from "../../dist/src/index.js";
import { startedClient } from "./shared/started-client.mjs";

const [kind, trainFile, testFile, text] = process.argv.slice(2);
const { trees, seed, repeats } = JSON.parse(text);
const client = await startedClient({});
const Model = kind === "classes" ? RandomForestClassifier : RandomForestRegressor;
const model = new Model({ nEstimators: trees, randomState: seed, maxFeatures: "sqrt" });
await model.fit(...(await open(trainFile)));
const [XTest, yTest] = await open(testFile);
const score = await model.score(XTest, yTest);
const before = process.cpuUsage();
const began = performance.now();
const { importancesMean } = await permutationImportance(model, XTest, yTest, { nRepeats: repeats, randomState: seed });
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
await client.close();
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, score, means: importancesMean }));

/** The features and the target, which is the last column, in memory. */
async function open(file) {
  const frame = client.persist(await readParquet(file));
  await frame.shape();
  const target = frame.columns.at(-1);
  return [frame.drop({ columns: [target] }), frame.column(target)];
}
