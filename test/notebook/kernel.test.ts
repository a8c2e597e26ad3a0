import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Executed, type Output, runNotebook } from "./jupyter.js";

const greeting = `class Greeting {
  [Symbol.for("Jupyter.display")]() { return { "text/html": "<b>hello</b>", "text/latex": "hello", "text/plain": "hello" }; }
  [Symbol.for("nodejs.util.inspect.custom")]() { return "hello"; }
}`;

const cells = {
  first: `import * as dd from "danfo-distributed";\n${greeting}\nnew Greeting()`,
  plain: "({ answer: 42 })",
  nothing: "const x = 1;",
  again: "dd.register(); dd.register(); new Greeting()",
  display: `dd.display(new Greeting()); dd.display("text"); dd.display({ a: 1 }); "last"`,
  awaited: "await new Promise((done) => setTimeout(done, 5)); new Greeting()",
  brokenView: `({ fine: true, [Symbol.for("Jupyter.display")]() { throw new Error("no view"); } })`,
  unregistered: "dd.unregister(); new Greeting()",
  registered: "dd.register(); new Greeting()",
  live: `import { openDisplay } from "../../dist/src/notebook/kernel.js";
const live = openDisplay({ "text/plain": "one", "text/html": "<i>one</i>" });
live.update({ "text/plain": "two", "text/html": "<i>two</i>" });`,
  later: `live.update({ "text/plain": "three", "text/html": "<i>three</i>" }); "ran"`,
  report: `import { classificationReport } from "../../dist/src/metrics/classification-report.js";
await classificationReport(["a", "b", "b"], ["a", "b", "a"])`,
  chart: `await dd.rocCurve([0, 1, 1, 0], [0.1, 0.4, 0.35, 0.8])`,
  forest: `const X = Array.from({ length: 400 }, (_, i) => [i % 20, i % 7]);
const forest = new dd.RandomForestClassifier({ nEstimators: 40, randomState: 1, oobScore: true });
await forest.fit(X, X.map(([a, b]) => (a + b > 12 ? "high" : "low")));
forest`,
  tree: "forest.trees[0]",
  groups: `dd.fromRecords([{ a: 1, b: 2 }]).groupby("a")`,
  caught: `let failure: unknown;
try { new dd.Client({ workers: 2 } as object); } catch (error) { failure = error; }
failure`,
};

describe("in a notebook with the tslab kernel", () => {
  let executed: Executed;
  const outputs = (name: keyof typeof cells): readonly Output[] => executed.outputs[Object.keys(cells).indexOf(name)];
  const rich = { "text/html": "<b>hello</b>", "text/latex": "hello", "text/plain": "hello" };

  before(async () => {
    executed = await runNotebook(Object.values(cells));
  });

  test("every cell runs", () => assert.equal(executed.failure, undefined));

  test("a showable value at the end of a cell arrives in all its forms, in the very cell that imports the package", () => {
    assert.deepEqual(outputs("first"), [{ output_type: "display_data", metadata: {}, data: rich }]);
  });

  test("a plain value prints as usual, and a cell without a value prints nothing", () => {
    assert.deepEqual(outputs("plain"), [{ output_type: "stream", name: "stdout", text: "{ answer: 42 }\n" }]);
    assert.deepEqual(outputs("nothing"), []);
  });

  test("register() may be called again and shows a value once", () => {
    assert.deepEqual(
      outputs("again").map((output) => output.data),
      [rich],
    );
  });

  test("display() shows values in the order of the calls, before the cell's own value", () => {
    assert.deepEqual(
      outputs("display").map((output) => output.data ?? output.text),
      [rich, { "text/plain": "text" }, { "text/plain": "{ a: 1 }" }, "last\n"],
    );
  });

  test("a value after an await is shown", () => {
    assert.deepEqual(
      outputs("awaited").map((output) => output.data),
      [rich],
    );
  });

  test("a value whose view fails is printed as text", () => {
    const [output] = outputs("brokenView");
    assert.match(output.text ?? "", /fine: true/);
  });

  test("unregister() brings back tslab's own printing, and register() ours", () => {
    assert.deepEqual(outputs("unregistered"), [{ output_type: "stream", name: "stdout", text: "hello\n" }]);
    assert.deepEqual(
      outputs("registered").map((output) => output.data),
      [rich],
    );
  });

  test("a live display is updated in the cell where it was opened, also from a later cell", () => {
    assert.deepEqual(
      outputs("live").map((output) => output.data),
      [{ "text/plain": "three", "text/html": "<i>three</i>" }],
    );
    assert.deepEqual(outputs("later"), [{ output_type: "stream", name: "stdout", text: "ran\n" }]);
  });

  test("an object of the package shows itself richly", () => {
    const [output] = outputs("report");
    assert.match(output.data?.["text/html"] ?? "", /<table/);
    assert.match(output.data?.["text/latex"] ?? "", /tabular/);
    assert.match(output.data?.["text/plain"] ?? "", /weighted avg/);
  });

  test("a chart arrives as a figure and as a PNG, and in the page as the figure", () => {
    const [{ data = {} }] = outputs("chart");
    assert.deepEqual(Object.keys(data).sort(), ["image/png", "text/html", "text/plain"]);
    assert.equal(Buffer.from(data["image/png"], "base64").toString("latin1", 1, 4), "PNG");
    assert.match(executed.page, /<figcaption[^>]*>ROC curve/);
  });

  test("training ends as one line, and the model tells how its out-of-bag error fell", () => {
    const [progress, model] = outputs("forest").map(({ data }) => data ?? {});
    assert.equal(progress["text/plain"], "trees: 40, finished");
    assert.doesNotMatch(progress["text/html"], /<progress|<img|second/);
    assert.match(model["text/html"], /<th scope="row"[^>]*>Out-of-bag error<\/th><td[^>]*>\d+\.\d %/);
    assert.match(model["text/html"], /<img alt="Out-of-bag error: \d+\.\d % with 40 trees\."/);
  });

  test("a tree is a picture, and rows that are grouped say what can be done with them", () => {
    const [{ data: tree = {} }] = outputs("tree");
    assert.deepEqual(Object.keys(tree).sort(), ["image/png", "text/html", "text/plain"]);
    assert.match(tree["text/html"], /<figcaption[^>]*>Decision tree of depth \d+ with \d+ leaves/);
    assert.match(outputs("groups")[0].data?.["text/plain"] ?? "", /^GroupBy: lazy\n {2}Rows by: a\n/);
  });

  test("an error of ours that was caught shows itself", () => {
    const [{ data = {} }] = outputs("caught");
    assert.match(data["text/html"], /<strong>OptionError<\/strong>/);
    assert.match(data["text/plain"], /^OptionError: .*Did you mean "nWorkers"/);
  });

  test("the page needs nothing from elsewhere", () => {
    assert.doesNotMatch(executed.page, /<(script|link|img|iframe)\b[^>]*(src|href)="?(https?:)?\/\//);
    assert.doesNotMatch(executed.page, /@import|import\(/);
    assert.match(executed.page, /<b>hello<\/b>/);
  });
});

test("a cell that fails stops the notebook, and the message says which and why", async () => {
  const { failure, outputs } = await runNotebook(["1", `throw new Error("as planned");`, "3"]);
  assert.match(failure ?? "", /Cell 2 of 3 failed/);
  assert.match(failure ?? "", /Error: as planned/);
  assert.deepEqual(outputs[2], []);
});

test("a cell that fails with an error of ours prints its sentence alone, and the notebook stops there", async () => {
  const { failure, outputs } = await runNotebook([
    `import { Client } from "danfo-distributed";\nnew Client({ workers: 2 } as object);`,
    "2",
  ]);
  const said = outputs[0].map(({ name, text }) => [name, text]);
  assert.equal(said.length, 1);
  assert.equal(said[0][0], "stderr");
  assert.match(said[0][1] ?? "", /^OptionError: Client has no option "workers"\. .*\n$/);
  assert.match(failure ?? "", /Cell 1 of 2 failed/);
  assert.match(failure ?? "", /Client has no option "workers"/);
  assert.deepEqual(outputs[1], []);
});
