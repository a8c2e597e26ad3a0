import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
  Client,
  evaluate,
  RandomForestClassifier,
  RandomForestRegressor,
  readCSV,
  trainTestSplit,
} from "../../src/index.js";
import { accessibilityViolations, launchBrowser } from "../notebook/browser.js";
import { project } from "../notebook/jupyter.js";

mkdirSync(join(project, ".cache"), { recursive: true });
const folder = mkdtempSync(join(project, ".cache/train-"));
after(() => rmSync(folder, { recursive: true }));

const penguins = join(project, "notebooks/data/penguins.csv");
const file = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(file(name), "utf8");

/** Runs the command line as a shell does. */
function danfoDistributed(args: readonly string[], env = process.env) {
  const main = join(project, "dist/src/cli/main.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    cwd: folder,
    env,
  });
  return { status, stdout, stderr };
}

const client = new Client({ nWorkers: 1 });
after(() => client.close());

/** What the command does, done by hand. */
async function byHand(options: { testSize: number; randomState: number; nEstimators: number }) {
  const data = await readCSV(penguins);
  const { nEstimators, ...split } = options;
  const X = data.drop({ columns: ["species"] });
  const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(X, data.column("species"), split);
  const model = await new RandomForestClassifier({ nEstimators, randomState: split.randomState }).fit(XTrain, yTrain);
  const text = String(await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] }));
  return { text, model, X };
}

describe("danfo-distributed train and predict", () => {
  let trained: ReturnType<typeof danfoDistributed>;
  let expected: Awaited<ReturnType<typeof byHand>>;

  before(async () => {
    trained = danfoDistributed([
      "train",
      penguins,
      "--target",
      "species",
      "--html",
      "out/page.html",
      "--save",
      "m.json",
    ]);
    expected = await byHand({ testSize: 0.3, randomState: 42, nEstimators: 100 });
  });

  test("train prints the evaluation's text and nothing else", () => {
    assert.equal(trained.status, 0, trained.stderr);
    assert.equal(trained.stdout, `${expected.text.trimEnd()}\n`);
    assert.equal(trained.stderr, "");
  });

  test("on a terminal train shows how far it is, on standard error", () => {
    // A terminal, and a clock by which everything takes long.
    writeFileSync(
      file("terminal.cjs"),
      "process.stderr.isTTY = true; const now = Date.now; let later = 0; Date.now = () => now() + (later += 2000);",
    );
    const environment = { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(file("terminal.cjs"))}` };
    const { stdout, stderr } = danfoDistributed(["train", penguins, "--target", "species"], environment);
    assert.match(stderr, /trees: 100, finished\n/);
    assert.equal(stdout, trained.stdout);
  });

  test("train saves the model, as JSON if the name says so, and writes a page", () => {
    assert.equal(RandomForestClassifier.fromJSON(read("m.json")).fingerprint, expected.model.fingerprint);
    const page = read("out/page.html");
    for (const heading of ["Evaluation", "ROC curves", "Precision and recall", "Calibration", "Model"]) {
      assert.match(page, new RegExp(`<h2>${heading}</h2>`));
    }
    assert.match(page, /Test Accuracy/);
    assert.doesNotMatch(page, /<script|(src|href)="(https?:)?\/\//);
  });

  test("the page shows its pictures, asks for nothing, and can be used by everybody", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const said: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => said.push(message.text()));
      await page.goto(`file://${file("out/page.html")}`);
      const widths = (await page.evaluate("[...document.images].map((image) => image.naturalWidth)")) as number[];
      assert.ok(widths.length >= 3 && widths.every((width) => width > 100), String(widths));
      assert.deepEqual(
        asked.filter((url) => !url.startsWith("data:")),
        [`file://${file("out/page.html")}`],
      );
      assert.deepEqual(said, []);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.evaluate("getComputedStyle(document.querySelector('figure')).breakInside"), "avoid");
      const hidden = await page.evaluate(
        "[...document.querySelectorAll('body *')].filter((element) => !/^(IMG|SUMMARY|DETAILS)$/.test(element.tagName) && getComputedStyle(element).overflow !== 'visible').length",
      );
      assert.equal(hidden, 0, "on paper nothing scrolls");
      const open = await browser.newPage({ bypassCSP: true });
      await open.goto(`file://${file("out/page.html")}`);
      assert.deepEqual(await accessibilityViolations(open), []);
    } finally {
      await browser.close();
    }
  });

  test("predict writes a line for each row, with the model's predictions and probabilities", async () => {
    const { status, stdout, stderr } = danfoDistributed(["predict", penguins, "--model", "m.json", "--proba"]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "predictions: predictions.csv\n");
    const [header, ...lines] = read("predictions.csv").trimEnd().split("\n");
    assert.equal(header, "species,P(Adelie),P(Chinstrap),P(Gentoo)");
    const { model, X } = expected;
    const labels = (await model.predict(X).compute()).values as string[];
    const probabilities = (await model.predictProba(X).compute()).values as number[][];
    assert.deepEqual(
      lines.map((line) => line.split(",")).map(([label, ...rest]) => [label, ...rest.map(Number)]),
      labels.map((label, row) => [label, ...probabilities[row]]),
    );
  });

  test("other options, other files: a compact model, a packed file, and a file of many rows in several partitions", async () => {
    writeFileSync(file("packed.csv.gz"), gzipSync(readFileSync(penguins)));
    const options = ["--test-size", "100", "--random-state", "7", "--n-estimators", "10"];
    const { status, stdout, stderr } = danfoDistributed([
      "train",
      "packed.csv.gz",
      "--target",
      "species",
      ...options,
      "--save",
      "m.forest",
    ]);
    assert.equal(status, 0, stderr);
    const { text, model } = await byHand({ testSize: 100, randomState: 7, nEstimators: 10 });
    assert.equal(stdout, `${text.trimEnd()}\n`);
    assert.equal((await RandomForestClassifier.load(file("m.forest"))).fingerprint, model.fingerprint);
    const [header, ...rows] = readFileSync(penguins, "utf8").trimEnd().split("\n");
    for (const part of [0, 1, 2])
      writeFileSync(file(`part-${part}.csv`), `${[header, ...rows.slice(100 * part, 100 * part + 100)].join("\n")}\n`);
    assert.equal(danfoDistributed(["predict", "part-*.csv", "--model", "m.forest", "--out", "p/some.csv"]).status, 0);
    const predicted = (await model.predict(expected.X).compute()).values as string[];
    assert.deepEqual(read("p/some.csv").trimEnd().split("\n"), ["species", ...predicted.slice(0, 300)]);
  });

  test("a target of many numbers is predicted as a number, and train says so; --task overrides that", async () => {
    const much = Array.from({ length: 90 }, (_, i) => 3 * (i % 30) + (i % 7));
    const rows = much.map((number, i) => `${i % 30},${i % 7},${number},${i % 3}`);
    writeFileSync(file("numbers.csv"), ["a,b,much,few", ...rows, ""].join("\n"));
    const small = ["--n-estimators", "10"];
    const train = (target: string, ...more: string[]) =>
      danfoDistributed(["train", "numbers.csv", "--target", target, ...small, ...more]);
    const { status, stdout, stderr } = train("much", "--save", "numbers.forest", "--html", "numbers.html");
    assert.equal(status, 0, stderr);
    const data = await readCSV(file("numbers.csv"));
    const split = { testSize: 0.3, randomState: 42 };
    const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(
      data.drop({ columns: ["much"] }),
      data.column("much"),
      split,
    );
    const model = await new RandomForestRegressor({ nEstimators: 10, randomState: 42 }).fit(XTrain, yTrain);
    const text = String(await evaluate(model, { train: [XTrain, yTrain], test: [XTest, yTest] }));
    const why = `"much" holds ${new Set(much).size} different numbers, so it is predicted as a number; --task classification takes them for classes.`;
    assert.equal(stdout, `${why}\n${text}\n`);
    assert.match(read("numbers.html"), /<h2>Evaluation<\/h2>[\s\S]*True against predicted[\s\S]*<h2>Model<\/h2>/);
    assert.equal(danfoDistributed(["predict", "numbers.csv", "--model", "numbers.forest"]).status, 0);
    const [header, ...lines] = read("predictions.csv").trimEnd().split("\n");
    assert.equal(header, "much");
    assert.deepEqual(lines.map(Number), (await model.predict(data).compute()).values);
    const proba = danfoDistributed(["predict", "numbers.csv", "--model", "numbers.forest", "--proba"]);
    assert.equal(proba.status, 2);
    assert.match(proba.stderr, /--proba is about classes, but the model numbers\.forest predicts numbers/);
    assert.match(train("few").stdout, /^Train Accuracy/);
    assert.match(train("few", "--task", "regression").stdout, /^Train R²/);
    assert.match(train("much", "--task", "classification").stdout, /^Train Accuracy/);
    assert.match(
      train("few", "--task", "numbers").stderr,
      /--task takes classification or regression, but it is "numbers"/,
    );
  });

  test("names of files and columns that look like HTML are shown as they are", () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i < 10 ? "<b>a</b>" : "b"}`);
    writeFileSync(file("<i>x.csv"), ["<s>n</s>,<u>y</u>", ...rows, ""].join("\n"));
    const { status, stderr } = danfoDistributed(["train", "<i>x.csv", "--target", "<u>y</u>", "--html", "odd.html"]);
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(read("odd.html"), /<(i|b|s|u)>/);
  });

  for (const [what, args, code, message] of [
    ["no data", ["train", "--target", "y"], 2, /train takes one DATA, but none is named/],
    ["no target", ["train", "a.csv"], 2, /train needs --target, the column to predict/],
    [
      "a file of an unknown kind",
      ["train", "a.xlsx", "--target", "y"],
      2,
      /DATA is told by its ending, .*; a\.xlsx has none of them/,
    ],
    [
      "a number that is none",
      ["train", "a.csv", "--target", "y", "--n-estimators", "many"],
      2,
      /--n-estimators takes a number, but it is "many"/,
    ],
    ["an unknown option", ["train", "a.csv", "--targt", "y"], 2, /Unknown option '--targt'/],
    ["no model", ["predict", "a.csv"], 2, /predict needs --model, a file that train has saved/],
    [
      "predictions that are no CSV",
      ["predict", "a.csv", "--model", "m", "--out", "x.txt"],
      2,
      /--out takes a name that ends in \.csv/,
    ],
    ["no such file", ["train", "none.csv", "--target", "y"], 1, /^Cannot read none\.csv: there is no file .*\n$/],
    [
      "no such column",
      ["train", penguins, "--target", "specie"],
      1,
      /^column\("specie"\): there is no column "specie"\. Did you mean "species"\?.*\n$/,
    ],
    [
      "a target with missing values",
      ["train", penguins, "--target", "sex"],
      1,
      /^Cannot fit: \d+ of 240 rows have no value in the target "sex"\..*\n$/,
    ],
    [
      "a test part that is too large",
      ["train", penguins, "--target", "species", "--test-size", "400"],
      1,
      /^trainTestSplit: option "testSize" must be .*\n$/,
    ],
    ["no such model", ["predict", penguins, "--model", "none.json"], 1, /^There is no model none\.json\.\n$/],
    ["a file that is no model", ["predict", penguins, "--model", penguins], 1, /^.*\n$/],
  ] as const) {
    test(`${what}: a sentence, and ${code === 2 ? "how it is used, and the code 2" : "the code 1"}`, () => {
      const { status, stdout, stderr } = danfoDistributed(args);
      assert.equal(status, code, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      if (code === 2) assert.match(stderr, /danfo-distributed (train|predict) DATA/);
    });
  }

  test("data without a column of the model is refused, and leaves no file", () => {
    writeFileSync(file("other.csv"), "island,sex\nBiscoe,male\n");
    const { status, stderr } = danfoDistributed(["predict", "other.csv", "--model", "m.json", "--out", "none.csv"]);
    assert.equal(status, 1);
    assert.match(stderr, /"beakLength"/);
    assert.equal(existsSync(file("none.csv")), false);
  });
});
