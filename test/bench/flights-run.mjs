/** One run of the five steps, for flights.mjs: prints accuracies, seconds and peak memory as JSON. */
import { Client, evaluate, RandomForestClassifier, readCSV, trainTestSplit } from "../../dist/src/index.js";

const began = performance.now();
const client = new Client();
const frame = await readCSV(process.argv[2], { blocksize: "4MB" });
const split = { testSize: 0.3, randomState: 42 };
const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(
  frame.drop({ columns: ["late"] }),
  frame.column("late"),
  split,
);
const model = new RandomForestClassifier({ nEstimators: 100, minSamplesLeaf: 20, randomState: 42 });
await model.fit(XTrain, yTrain);
const { trainAccuracy, testAccuracy } = await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] });
const seconds = (performance.now() - began) / 1000;
await client.close();
const peakMB = Math.round(process.resourceUsage().maxRSS / 1000);
console.log(JSON.stringify({ trainAccuracy, testAccuracy, seconds, peakMB }));
