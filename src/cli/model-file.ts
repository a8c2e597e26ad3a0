import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { RandomForestClassifier } from "../forest/random-forest-classifier.js";
import { RandomForestRegressor } from "../forest/random-forest-regressor.js";
import { parseModel } from "../forest/save/check-model.js";
import { readModelFile } from "../forest/save/model-file.js";

export type Model = RandomForestClassifier | RandomForestRegressor;

/** Writes a model as JSON if the file's name says so, else in the few bytes of `save`. */
export async function writeModel(model: Model, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  if (isJSON(file)) await writeFile(file, JSON.stringify(model));
  else await model.save(file);
}

/**
 * The model in a file that {@link writeModel} wrote.
 *
 * @throws {Error} there is no such file. @throws {TypeError} it holds no model.
 */
export async function readModel(file: string): Promise<Model> {
  if (!existsSync(file)) throw new Error(`There is no model ${file}.`);
  const data = isJSON(file) ? parseModel(await readFile(file, "utf8")) : await readModelFile(file);
  const isRegressor = (data as { estimator?: unknown } | null)?.estimator === "RandomForestRegressor";
  return isRegressor ? RandomForestRegressor.fromJSON(data) : RandomForestClassifier.fromJSON(data);
}

function isJSON(file: string): boolean {
  return /\.json$/i.test(file);
}
