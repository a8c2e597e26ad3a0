import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import {
  ClassificationReport,
  classificationReport,
  type ReportEntry,
  type ReportOptions,
} from "../../src/metrics/classification-report.js";
import { countConfusion } from "../../src/metrics/confusion.js";
import type { Label } from "../../src/metrics/labels.js";
import { referenceCases } from "./reference.js";

interface ReportCase {
  true: Label[];
  pred: Label[];
  options: {
    labels?: Label[];
    target_names?: string[];
    digits?: number;
    zero_division?: number | "warn";
    sample_weight?: number[];
  };
  text: string;
  dict: Record<string, ReportEntry | number>;
}

const cases = referenceCases<ReportCase>("reports.json");

function reportOf({ true: yTrue, pred, options }: ReportCase): ClassificationReport {
  const renamed: ReportOptions = {
    labels: options.labels,
    targetNames: options.target_names,
    digits: options.digits,
    zeroDivision: options.zero_division,
  };
  return new ClassificationReport(countConfusion(yTrue, pred, options.sample_weight), renamed);
}

test("the text is scikit-learn's to the letter", () => {
  for (const one of cases) assert.equal(reportOf(one).toString(), one.text, JSON.stringify(one.options));
});

test("toJSON() is scikit-learn's output_dict", () => {
  for (const one of cases) {
    const json = reportOf(one).toJSON();
    assert.deepEqual(new Set(Object.keys(json)), new Set(Object.keys(one.dict)));
    for (const [name, entry] of Object.entries(one.dict)) {
      const got = json[name];
      if (typeof entry === "number" || typeof got === "number") assertClose(got as number, entry as number, name);
      else for (const key of Object.keys(entry) as (keyof ReportEntry)[]) assertClose(got[key], entry[key], name);
    }
  }
});

test("toJSON() keeps a class named __proto__ as an entry like any other", async () => {
  const json = (await classificationReport(["__proto__", "b"], ["__proto__", "b"])).toJSON();
  assert.deepEqual(Object.keys(json), ["__proto__", "b", "accuracy", "macro avg", "weighted avg"]);
  assert.match(JSON.stringify(json), /^\{"__proto__":\{"precision":1,/);
});

test("rows and averages are there as data", async () => {
  const report = await classificationReport(["a", "a", "b"], ["a", "b", "b"]);
  assert.deepEqual(report.rows[0], { name: "a", precision: 1, recall: 0.5, f1Score: 2 / 3, support: 2 });
  assert.deepEqual(
    report.averages.map((row) => row.name),
    ["accuracy", "macro avg", "weighted avg"],
  );
  assert.equal(report.accuracy, 2 / 3);
  assert.deepEqual(report.zeroDivisions, []);
});

test("accuracy is not defined where labels leave out one that occurs", async () => {
  const report = await classificationReport(["a", "a", "b"], ["a", "b", "b"], { labels: ["a"] });
  assert.equal(report.accuracy, undefined);
  assert.equal(report.averages[0].name, "micro avg");
});

test("zeroDivisions names each score that the data do not define", async () => {
  const report = await classificationReport(["a", "b"], ["a", "a"], { labels: ["a", "b", "c"], zeroDivision: 1 });
  assert.deepEqual(report.zeroDivisions, [
    { label: "b", name: "b", metric: "precision" },
    { label: "c", name: "c", metric: "precision" },
    { label: "c", name: "c", metric: "recall" },
    { label: "c", name: "c", metric: "f1-score" },
  ]);
});

test("classificationReport() warns of what it sets to 0, and says how to choose", async () => {
  const warning = once(process, "warning");
  await classificationReport(["a", "b"], ["a", "a"]);
  const [{ name, message }] = await warning;
  assert.equal(name, "UndefinedMetricWarning");
  assert.equal(
    message,
    'The precision is not defined and counts as 0, since no row was predicted as "b". ' +
      "The option zeroDivision says what it counts as, and silences this.",
  );
});

test("bad options are refused in a sentence", async () => {
  const report = (options: object): Promise<unknown> => classificationReport(["a", "b"], ["a", "b"], options);
  await assert.rejects(report({ targetNames: ["only"] }), {
    name: "OptionError",
    message:
      'classificationReport: option "targetNames" has 1 names for 2 labels; ' +
      'give one a label, and with the option "labels" say which labels those are.',
  });
  await assert.rejects(report({ digits: 2.5 }), /"digits" must be a whole number from 0 to 100, but it is 2.5/);
  await assert.rejects(report({ zeroDivision: 2 }), /"zeroDivision" must be "warn", 0, 1 or NaN/);
  await assert.rejects(
    report({ labels: [1] }),
    /option "labels" has the number 1, but the labels are strings: "a", "b"/,
  );
  await assert.rejects(report({ target_names: [] }), /no option "target_names"\. Did you mean "targetNames"\?/);
});

function assertClose(got: number, wanted: number, what: string): void {
  if (Number.isNaN(wanted)) assert.ok(Number.isNaN(got), what);
  else assert.ok(Math.abs(got - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)), `${what}: ${got} is not ${wanted}`);
}
