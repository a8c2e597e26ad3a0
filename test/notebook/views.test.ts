import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Client } from "../../src/client.js";
import { dfd } from "../../src/danfo/danfo.js";
import { LocalCluster } from "../../src/engine/local/local-cluster.js";
import { fromRecords } from "../../src/frame/from-records.js";
import { classificationReport } from "../../src/metrics/classification-report.js";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.js";
import { precisionRecallCurve, rocCurve } from "../../src/metrics/ranking.js";
import { type Bundle, jupyterDisplay, type Showable } from "../../src/notebook/bundle.js";
import { pictured } from "../../src/notebook/chart.js";
import { display } from "../../src/notebook/display.js";
import { setDisplayOptions } from "../../src/notebook/display-options.js";
import { registerView } from "../../src/notebook/register-view.js";
import { confusionView } from "../../src/notebook/views/confusion.js";
import { precisionRecallView, rocView } from "../../src/notebook/views/curves.js";
import { evaluationView } from "../../src/notebook/views/evaluation.js";
import "../../src/notebook/register.js";
import { frameView } from "../../src/notebook/views/frame.js";
import { reportView } from "../../src/notebook/views/report.js";
import { floats, hostileSamples, manyClasses, penguinsEvaluation, penguinsFrame, samples } from "./samples.js";
import { matchesPicture, matchesSnapshot } from "./snapshot.js";
import { missingWords, textOf } from "./words.js";

const html = (bundle: Bundle): string => bundle["text/html"] ?? "";

describe("every view", () => {
  for (const [name, bundle] of Object.entries(samples())) {
    test(`${name} looks as it did`, () => {
      matchesSnapshot(`${name}.html`, html(bundle));
      if (bundle["text/latex"] !== undefined) matchesSnapshot(`${name}.tex`, bundle["text/latex"]);
      matchesSnapshot(`${name}.txt`, bundle["text/plain"]);
    });

    test(`${name} has a form on paper: LaTeX, or a picture that has the same bytes on every machine`, () => {
      const png = bundle["image/png"];
      assert.notEqual(png === undefined, bundle["text/latex"] === undefined);
      if (png !== undefined) matchesPicture(`${name}.png`, Buffer.from(png, "base64"));
    });

    test(`${name} keeps its meaning where styles, scripts, ids and pictures are taken out`, () => {
      assert.deepEqual(missingWords(bundle["text/plain"], textOf(html(bundle))), []);
    });

    test(`${name} names its tables' columns and rows, and says what its pictures show`, () => {
      const source = html(bundle);
      const tables = source.match(/<table[^>]*>(?:<caption|<tbody><tr><th scope="row")/g) ?? [];
      assert.equal(tables.length, source.match(/<table/g)?.length ?? 0);
      assert.doesNotMatch(source, /<th(?! scope="(?:col|row)")[ >]/);
      assert.doesNotMatch(source, /<img (?!alt="[^"]{20,}")/);
    });

    test(`${name} leaves the colour of text to the page and needs nothing that viewers drop`, () => {
      assert.doesNotMatch(html(bundle), /[;"]color:|var\(|<style|<svg|\sid=|\sclass=|\son\w+=/);
    });
  }
});

test("views stay small: a table within 8 kB, one of 400 long texts within 24 kB, a picture within 25 kB", () => {
  for (const [name, bundle] of Object.entries(samples())) {
    const most = html(bundle).includes("<img") ? 25_000 : name === "frame-long-texts" ? 24_000 : 8_000;
    assert.ok(html(bundle).length <= most, name);
    assert.ok(Buffer.from(bundle["image/png"] ?? "", "base64").length <= 25_000, name);
  }
  assert.ok(html(evaluationView(manyClasses(60))).length <= 40_000);
  assert.ok(html(evaluationView(manyClasses(500))).length <= 25_000);
});

test("a view is the same each time", () => {
  assert.deepEqual(samples(), samples());
});

test("a lazy frame shows at most five rows and maxColumns columns, the first and the last ones", () => {
  const names = Array.from({ length: 100 }, (_, i) => `c${i}`);
  const values = Array.from({ length: 50 }, (_, i) => i);
  const frame = {
    columns: names,
    dtypes: Object.fromEntries(names.map((name) => [name, "float64" as const])),
    npartitions: 1,
    preview: { length: 50, names, columns: names.map(() => floats(...values)) },
  };
  try {
    setDisplayOptions({ maxRows: 100, maxColumns: 4 });
    const source = html(frameView(frame));
    assert.equal(source.match(/<th scope="row"/g)?.length, 7, "dtype, missing and five rows");
    const heads = [...source.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, head]) => head);
    assert.deepEqual(heads, ["c0", "c1", "…", "c98", "c99"]);
    assert.match(source, /missing of 50/);
  } finally {
    setDisplayOptions({ maxRows: 20, maxColumns: 20 });
  }
});

test("a danfo frame shows all its rows or the first maxRows, under its index, with missing values", () => {
  const frame = new dfd.DataFrame(
    [
      [1.5, "a"],
      [Number.NaN, "<b>"],
      [3, null],
    ],
    { columns: ["x", "constructor"], index: ["p", "q", "r"] },
  );
  assert.equal(
    inspect(frame),
    "danfo DataFrame: 3 rows, 2 columns\nAll 3 rows\n         x  constructor\np      1.5  a\nq  missing  <b>\nr      3.0  missing",
  );
  assert.match(html((frame as unknown as Showable)[jupyterDisplay]()), /&lt;b&gt;/);
  const long = new dfd.Series(Array.from({ length: 30 }, (_, i) => i));
  assert.match(
    inspect(long),
    /^danfo Series: 0, int32, 30 values\nFirst 20 of 30 rows\n +0\ndtype {4}int32\nmissing {6}0\n0 +0\n/,
  );
});

test("a frame that knows no rows shows its columns and dtypes", () => {
  assert.match(frameView({ ...penguinsFrame, preview: undefined })["text/plain"], /No rows are known yet\n +species/);
  assert.equal(
    frameView({ columns: [], dtypes: {}, npartitions: 1, preview: undefined })["text/plain"],
    "DataFrame: 0 columns, 1 partition",
  );
});

test("an evaluation's text is the two accuracies and scikit-learn's report, to the letter", () => {
  const text = `Train Accuracy: 1.00\nTest Accuracy: 0.99\nClassification Report:\n${penguinsEvaluation.report}`;
  assert.equal(samples().evaluation["text/plain"], text);
  assert.equal(inspect(penguinsEvaluation), text);
});

test("a page shows the scores that the text shows, those half way between two decimals too", async () => {
  const halves = [1, 1, 1, 1, 1, 0, 0, 0];
  const report = await classificationReport(Array(8).fill(1), halves);
  assert.match(report.toString(), / 1 {7}1\.00 {6}0\.62 {6}0\.77/);
  assert.deepEqual(missingWords(report.toString(), textOf(html(reportView(report)))), []);
  const accuracies = { ...penguinsEvaluation, trainAccuracy: 0.625, testAccuracy: 0.125, toString: () => "" };
  assert.match(textOf(html(evaluationView(accuracies))), /Train Accuracy\s+0\.62\s+Test Accuracy\s+0\.12/);
});

test("a ROC curve of one class alone has neither an area nor a recall", async () => {
  for (const label of [0, 1]) {
    const curve = await rocCurve([label, label], [0.2, 0.8]);
    assert.match(rocView([curve])["text/plain"], /positive class {2}not defined +not defined$/);
  }
});

test("curves of more points than a call takes arguments are shown", async () => {
  const scores = Float64Array.from({ length: 150_000 }, (_, i) => i);
  const yTrue = Int32Array.from(scores, (_, i) => (i === 0 ? 0 : 1));
  const curve = await precisionRecallCurve(yTrue, scores);
  assert.match(precisionRecallView([curve])["text/plain"], /positive class {14}1\.000 +1\.000 +1\.000$/);
});

test("an evaluation says the worst confusions in words, marks classes with few rows and those never predicted", () => {
  const seen = textOf(html(samples()["evaluation-poor"]));
  assert.match(seen, /797 of 999 “late” \(80 %\) were taken for “on time”/);
  assert.match(seen, /only 3 rows: little to go by/);
  assert.match(seen, /never predicted/);
  assert.match(seen, /no rows of this class/);
});

test("interactive figures keep the picture and the numbers, and bring no library of their own", () => {
  try {
    setDisplayOptions({ interactive: true });
    const source = html(evaluationView(penguinsEvaluation));
    assert.match(source, /<img alt="Confusion matrix of 3 classes\. Most often confused: 1 of 21/);
    assert.match(source, /<details /);
    assert.match(source, /window\.Plotly\.newPlot/);
    assert.ok(source.length < 25_000);
  } finally {
    setDisplayOptions({ interactive: false });
  }
});

test("of many classes a chart draws the eight that are hardest, and lists forty", () => {
  const source = html(rocView(manyClasses(60).roc.curves));
  assert.match(source, /and 52 more classes/);
  assert.equal(source.match(/<th scope="row"/g)?.length, 41);
  assert.match(source, /class 59 is the hardest to tell from the rest/);
});

test("a chart's text asks for no picture", () => {
  const figure = {
    caption: "",
    get picture(): never {
      throw new Error("asked");
    },
  };
  const view = pictured({ "text/plain": "text" }, figure);
  assert.equal(view["text/plain"], "text");
  assert.throws(() => view["image/png"], /asked/);
});

test("setDisplayOptions() says what it takes", () => {
  assert.throws(() => setDisplayOptions({ maxRow: 3 } as object), /has no option "maxRow"\. Did you mean "maxRows"\?/);
  assert.throws(
    () => setDisplayOptions({ interactive: 1 as never }),
    /"interactive" must be true or false, but it is 1/,
  );
});

describe("hostile names", () => {
  for (const [name, bundle] of Object.entries(hostileSamples())) {
    test(`in ${name} leave HTML as it is written`, () => {
      const tags = new Set([...html(bundle).matchAll(/<\/?([a-zA-Z0-9]+)/g)].map(([, tag]) => tag));
      const own =
        "div p span strong em table caption thead tbody tr th td ul li figure figcaption img details summary progress";
      assert.deepEqual(
        [...tags].filter((tag) => !own.split(" ").includes(tag)),
        [],
      );
      assert.doesNotMatch(html(bundle).replace(/"[^"]*"/g, '""'), /<[^>]*\son\w+\s*=/);
    });

    test(`in ${name} leave LaTeX as it is written`, () => {
      const latex = bundle["text/latex"] ?? "";
      const commands = new Set(latex.match(/\\[a-zA-Z]+/g));
      const own = [
        "\\noindent",
        "\\textbf",
        "\\par",
        "\\smallskip",
        "\\begin",
        "\\end",
        "\\toprule",
        "\\midrule",
        "\\bottomrule",
        "\\item",
        "\\linewidth",
        "\\nopagebreak",
        "\\allowbreak",
        "\\ldots",
      ];
      const escapes = [
        "\\textbackslash",
        "\\textasciitilde",
        "\\textasciicircum",
        "\\textless",
        "\\textgreater",
        "\\textbar",
        "\\textquotedbl",
      ];
      assert.deepEqual(
        [...commands].filter((command) => ![...own, ...escapes].includes(command)),
        [],
      );
    });

    test(`in ${name} send a terminal no control characters`, () => {
      assert.doesNotMatch(bundle["text/plain"], /(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    });

    test(`in ${name} do not make it long`, () => {
      assert.ok(html(bundle).length < 25_000);
    });
  }
});

test("a picture is drawn whatever characters its names hold", async () => {
  const labels = Array.from({ length: 13 }, (_, i) => `\ufffe${i}\u{1ffff}\u0000\ud800`);
  const view = confusionView(await confusionMatrix(labels, labels));
  assert.notEqual(view["image/png"], undefined);
  assert.doesNotMatch(html(view), /%EF%BF%BE|\p{Noncharacter_Code_Point}/u);
});

test("String() of what has a view is its text, also of a client and its cluster", async () => {
  const cluster = new LocalCluster({ nWorkers: 1, memoryLimit: "1GiB" });
  const client = new Client(cluster);
  assert.match(String(cluster), /^LocalCluster: running on .*\n.*Workers: 1\n/);
  assert.equal(String(client), String(cluster).replace("LocalCluster", "Client"));
  assert.match(String(fromRecords([{ a: 1 }])), /^DataFrame: 1 column, 1 partition\n/);
  await client.close();
  await cluster.close();
  assert.equal(String(cluster), "LocalCluster: closed");
});

test("what is left out of a wide frame is counted in columns of the frame", () => {
  const names = Array.from({ length: 40 }, (_, i) => `a_column_${i}`);
  const frame = fromRecords([Object.fromEntries(names.map((name) => [name, 1]))]);
  const shown = String(frame).match(/a_column_\d+/g)?.length ?? 0;
  assert.ok(shown > 4 && shown < 20);
  assert.match(String(frame), new RegExp(`… and ${40 - shown} more columns`));
});

test("registerView() makes the objects of a class showable, and classes derived from it", () => {
  class Point {
    constructor(readonly x: number) {}
  }
  class Pixel extends Point {}
  registerView(Point, ({ x }) => ({ "text/plain": `at ${x}`, "text/html": `<b>${x}</b>` }));
  assert.equal(inspect(new Pixel(3)), "at 3");
  assert.deepEqual(Object.keys(new Pixel(3)), ["x"]);
});

test("display() prints the text where there is no notebook", (context) => {
  const lines: unknown[] = [];
  context.mock.method(console, "log", (line: unknown) => lines.push(line));
  display({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "shown" }) });
  display([1, 2]);
  display("text");
  assert.deepEqual(lines, ["shown", "[ 1, 2 ]", "text"]);
});
