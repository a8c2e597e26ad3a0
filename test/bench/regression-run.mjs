/** One run of ours for regression.mjs; takes what regression_peer.py takes after "fit", and prints what it prints. */
import { RandomForestRegressor, r2Score, readParquet } from "../../dist/src/index.js";
import { startedClient } from "./shared/started-client.mjs";

const [trainFile, testFile, text] = process.argv.slice(2);
const { trees, seed, maxFeatures } = JSON.parse(text);
const client = await startedClient({});
const [XTrain, yTrain] = await open(trainFile);
const [XTest, yTest] = await open(testFile);
const model = new RandomForestRegressor({ nEstimators: trees, randomState: seed, maxFeatures });
const before = process.cpuUsage();
let began = performance.now();
await model.fit(XTrain, yTrain);
const fit = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
began = performance.now();
const predicted = client.persist(model.predict(XTest));
await predicted.count();
const predict = (performance.now() - began) / 1000;
const r2 = await r2Score(yTest, predicted);
const leaves = model.trees.reduce((sum, tree) => sum + tree.leaves, 0);
const peakMB = Math.round(process.resourceUsage().maxRSS / 1000);
await client.close();
console.log(JSON.stringify({ fit, cpu: (user + system) / 1e6, predict, r2, leaves, peakMB }));

/** The features and the target, which is the last column, in memory. */
async function open(file) {
  const frame = client.persist(await readParquet(file));
  await frame.shape();
  const target = frame.columns.at(-1);
  return [frame.drop({ columns: [target] }), frame.column(target)];
}
