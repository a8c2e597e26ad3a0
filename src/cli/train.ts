import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { RandomForestOptions } from "../forest/forest-options.js";
import { RandomForestClassifier } from "../forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../forest/random-forest-regressor.js";
import type { DataFrame } from "../frame/data-frame.js";
import type { Series } from "../frame/series.js";
import { evaluate } from "../metrics/evaluate.js";
import { trainTestSplit } from "../model-selection/train-test-split.js";
import { parsedArgs } from "./arguments.js";
import { dataHelp, openData } from "./data-file.js";
import { writeModel } from "./model-file.js";
import { classifierSections, regressorSections, reportPage, type Section } from "./report-page.js";
import { taskOf } from "./task-of.js";
import { UsageError } from "./usage-error.js";
import { withClient } from "./with-client.js";

export const trainHelp = `danfo-distributed train DATA --target COLUMN [OPTIONS]

Splits the rows at random into a part to train on and a part to test on, grows a random forest that predicts the target
from all other columns, and prints how well it does on both. The same data and options give the same output. A target of
more than 20 different numbers, or of numbers that are not whole, is predicted as a number, any other as classes.

  DATA                  ${dataHelp}
  --target COLUMN       the column to predict, a value in every row
  --task TASK           classification or regression, instead of what the target looks like
  --test-size SIZE      a fraction of the rows to test on, or a number of rows; default 0.3
  --random-state SEED   what the split and the trees hang on, a whole number; default 42
  --n-estimators TREES  the number of trees; default 100
  --html FILE           also a web page that needs nothing else: the report, curves, and what matters to the model
  --save FILE           also the model, for predict: as JSON if the name ends in .json, else in fewer bytes
`;

interface Request {
  readonly data: string;
  readonly target: string;
  readonly task?: string;
  readonly testSize: number;
  readonly randomState: number;
  readonly nEstimators: number;
  readonly page?: string;
  readonly file?: string;
}

/** `danfo-distributed train`. */
export async function train(args: readonly string[]): Promise<number> {
  const { data, target, task: asked, testSize, randomState, nEstimators, page, file } = requestOf(args);
  return withClient(async () => {
    const frame = await openData(data);
    const y = frame.column(target);
    const X = frame.drop({ columns: [target] });
    const { task, why } = await taskOf(y, asked);
    if (why !== undefined) process.stdout.write(`${why}\n`);
    const [XTrain, XTest, yTrain, yTest] = await trainTestSplit(X, y, { testSize, randomState });
    const parts = { train: [XTrain, yTrain], test: [XTest, yTest] } as const;
    const trained = await (task === "regression" ? regressor : classifier)({ nEstimators, randomState }, parts);
    process.stdout.write(`${trained.text.trimEnd()}\n`);
    if (page !== undefined) {
      await mkdir(dirname(page), { recursive: true });
      await writeFile(page, reportPage(`${target} of ${basename(data)}`, trained.sections));
    }
    if (file !== undefined) await writeModel(trained.model, file);
  });
}

/** A model that was trained, how well it does, and what a page tells of it. */
interface Trained {
  readonly model: RandomForestClassifier | RandomForestRegressor;
  readonly text: string;
  readonly sections: readonly Section[];
}

type Size = Pick<RandomForestOptions, "nEstimators" | "randomState">;
type Parts = { readonly train: readonly [DataFrame, Series]; readonly test: readonly [DataFrame, Series] };

async function classifier(options: Size, parts: Parts): Promise<Trained> {
  const model = await new RandomForestClassifier(options).fit(...parts.train);
  const result = await evaluate(model, parts);
  return { model, text: result.toString(), sections: classifierSections(result, model) };
}

async function regressor(options: Size, parts: Parts): Promise<Trained> {
  const model = await new RandomForestRegressor(options).fit(...parts.train);
  const result = await evaluate(model, parts);
  return { model, text: result.toString(), sections: regressorSections(result, model) };
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals } = parsedArgs(args, {
    target: { type: "string" },
    task: { type: "string" },
    "test-size": { type: "string", default: "0.3" },
    "random-state": { type: "string", default: "42" },
    "n-estimators": { type: "string", default: "100" },
    html: { type: "string" },
    save: { type: "string" },
  });
  if (positionals.length !== 1) {
    throw new UsageError(
      `train takes one DATA, but ${positionals.length === 0 ? "none is" : `${positionals.length} are`} named; a pattern stands in quotes.`,
    );
  }
  if (values.target === undefined) throw new UsageError("train needs --target, the column to predict.");
  return {
    data: positionals[0],
    target: values.target,
    task: values.task,
    testSize: numberOf("--test-size", values["test-size"]),
    randomState: numberOf("--random-state", values["random-state"]),
    nEstimators: numberOf("--n-estimators", values["n-estimators"]),
    page: values.html,
    file: values.save,
  };
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new UsageError(`${option} takes a number, but it is ${JSON.stringify(text)}.`);
}
