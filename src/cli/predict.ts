import { extname } from "node:path";
import { RandomForestClassifier } from "../forest/random-forest-classifier.js";
import { DataFrame } from "../frame/data-frame.js";
import { labelName } from "../metrics/labels.js";
import { parsedArgs } from "./arguments.js";
import { dataHelp, openData } from "./data-file.js";
import { readModel } from "./model-file.js";
import { UsageError } from "./usage-error.js";
import { withClient } from "./with-client.js";

export const predictHelp = `danfo-distributed predict DATA --model FILE [--out FILE] [--proba]

Predicts every row with a model that train saved, and writes a CSV file with a line for each row, in their
order. Reads, predicts and writes a partition at a time, so that DATA may be larger than memory.

  DATA          ${dataHelp}
  --model FILE  the model
  --out FILE    where to, a name that ends in .csv; default: predictions.csv
  --proba       of a model of classes, also the probability of each, in columns named P(class)
`;

/** `danfo-distributed predict`. */
export async function predict(args: readonly string[]): Promise<number> {
  const { data, model: file, out, proba } = requestOf(args);
  return withClient(async () => {
    const model = await readModel(file);
    const X = await openData(data);
    if (model instanceof RandomForestClassifier) await classes(model, X, proba).toCSV(out);
    else if (proba) throw new UsageError(`--proba is about classes, but the model ${file} predicts numbers.`);
    else await new DataFrame(model.predict(X).plan).toCSV(out);
    process.stdout.write(`predictions: ${out}\n`);
  });
}

/** The predicted class and, if they are asked for, the probabilities, in columns of these names. */
function classes(model: RandomForestClassifier, X: DataFrame, proba: boolean): DataFrame {
  const target = model.predict(X).name;
  const all = model.predictAll(X);
  const names = model.classes.map((label) => {
    let name = `P(${labelName(label)})`;
    while (name === target) name += "_";
    return name;
  });
  const shown = proba ? all : all.loc({ columns: all.columns.slice(0, 1) });
  return shown.rename(Object.fromEntries(shown.columns.map((name, i) => [name, [target, ...names][i]])));
}

interface Request {
  readonly data: string;
  readonly model: string;
  readonly out: string;
  readonly proba: boolean;
}

function requestOf(args: readonly string[]): Request {
  const { values, positionals } = parsedArgs(args, {
    model: { type: "string" },
    out: { type: "string", default: "predictions.csv" },
    proba: { type: "boolean", default: false },
  });
  if (positionals.length !== 1) {
    throw new UsageError(
      `predict takes one DATA, but ${positionals.length === 0 ? "none is" : `${positionals.length} are`} named; a pattern stands in quotes.`,
    );
  }
  if (values.model === undefined) throw new UsageError("predict needs --model, a file that train has saved.");
  if (extname(values.out).toLowerCase() !== ".csv") {
    throw new UsageError(`--out takes a name that ends in .csv; ${values.out} does not.`);
  }
  return { data: positionals[0], model: values.model, out: values.out, proba: values.proba };
}
