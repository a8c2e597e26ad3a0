import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import {
  Client,
  type DataFrame,
  type EvaluateParts,
  evaluate,
  RandomForestClassifier,
  readCSV,
  trainTestSplit,
} from "../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "bad-input-"));
const client = new Client({ nWorkers: 2 });

after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const good = write(
  "good.csv",
  `a,b,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i % 3},${i % 2 ? "odd" : "even"}`).join("\n")}\n`,
);
const open = (): Promise<DataFrame> => readCSV(good);
const X = (frame: DataFrame): DataFrame => frame.drop({ columns: ["y"] });

/** What a user may do wrong, and how the sentence begins or goes on. */
const mistakes: readonly (readonly [what: string, doIt: () => Promise<unknown>, message: RegExp])[] = [
  ["a missing file", () => readCSV(join(folder, "none.csv")), /none\.csv/],
  ["an empty file", () => readCSV(write("empty.csv", "")), /empty\.csv.* is empty/],
  [
    "a ragged row",
    async () => (await readCSV(write("ragged.csv", "a,b\n1,2\n3\n"))).compute(),
    /ragged\.csv.*line 3.*1 field.*2/,
  ],
  [
    "a column that does not exist",
    async () => (await open()).column("z"),
    /there is no column "z"\. The columns are "a", "b", "y"/,
  ],
  [
    "a target with one class",
    async () => new RandomForestClassifier().fit(X(await open()), new Array(20).fill("same")),
    /one class.*"same"/,
  ],
  [
    "a target with missing values",
    async () => new RandomForestClassifier().fit(X(await open()), ["a", null, ...new Array(18).fill("b")]),
    /1 of 20 rows have no value in the target "y"/,
  ],
  [
    "a test size of 0",
    async () => trainTestSplit(X(await open()), (await open()).column("y"), { testSize: 0 }),
    /"testSize" must be a fraction between 0 and 1.*it is 0/,
  ],
  [
    "a test size of 1",
    async () => trainTestSplit(X(await open()), (await open()).column("y"), { testSize: 1 }),
    /"testSize" must be .*it is 1\./,
  ],
  [
    "a test size of more rows than there are",
    async () => trainTestSplit(X(await open()), (await open()).column("y"), { testSize: 21 }),
    /below the 20 there are, but it is 21/,
  ],
  ["X and y of unequal lengths", async () => trainTestSplit(X(await open()), [1, 2, 3]), /X has 20 rows but y has 3/],
  [
    "an evaluation without its training part",
    async () => {
      const model = await new RandomForestClassifier({ nEstimators: 2 }).fit(
        X(await open()),
        (await open()).column("y"),
      );
      await evaluate(model, { test: [X(await open()), (await open()).column("y")] } as unknown as EvaluateParts);
    },
    /^evaluate: option "train" must be a pair of features and target, \[X, y\], but it is null\.$/,
  ],
  [
    "an unknown option of a file",
    () => readCSV(good, { delimeter: ";" } as object),
    /readCSV has no option "delimeter"\. Did you mean "delimiter"\?/,
  ],
  [
    "an unknown option of a model",
    async () => new RandomForestClassifier({ nTrees: 3 } as object).fit(X(await open()), (await open()).column("y")),
    /RandomForestClassifier has no option "nTrees"/,
  ],
  [
    "an unknown option of a split",
    async () => trainTestSplit(X(await open()), (await open()).column("y"), { test_size: 0.3 } as object),
    /Did you mean "testSize"\?/,
  ],
  [
    "an unknown option of a client",
    async () => new Client({ workers: 2 } as object),
    /Client has no option "workers"\. Did you mean "nWorkers"\?/,
  ],
];

for (const [what, doIt, message] of mistakes) {
  test(`${what} gives one sentence, and the client goes on`, async () => {
    const error = await doIt().then(
      () => assert.fail("it was accepted"),
      (thrown: Error) => thrown,
    );
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    assert.deepEqual(await (await open()).shape(), [20, 3]);
  });
}

test("a file with only a header is a frame without rows, which cannot be split", async () => {
  const frame = await readCSV(write("header.csv", "a,b,y\n"));
  assert.deepEqual(await frame.shape(), [0, 3]);
  assert.deepEqual((await frame.head()).shape, [0, 3]);
  await assert.rejects(trainTestSplit(X(frame), frame.column("y")), /there are no rows to split/);
  await assert.rejects(new RandomForestClassifier().fit(X(frame), frame.column("y")), /no rows/);
});

test("fewer rows than partitions is no mistake", async () => {
  const frame = await readCSV(good, { blocksize: 3 });
  assert.ok(frame.npartitions > 20);
  const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(X(frame), frame.column("y"), {
    testSize: 0.5,
    randomState: 1,
  });
  const model = await new RandomForestClassifier({ nEstimators: 5, randomState: 1 }).fit(XTrain, yTrain);
  assert.equal(typeof (await model.score(XTest, yTest)), "number");
});
