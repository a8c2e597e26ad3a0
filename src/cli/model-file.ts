import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { RandomForestClassifier } from "../forest/random-forest-classifier.js";

/** Writes a model as JSON if the file's name says so, else in the few bytes of `save`. */
export async function writeModel(model: RandomForestClassifier, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  if (isJSON(file)) await writeFile(file, JSON.stringify(model));
  else await model.save(file);
}

/**
 * The model in a file that {@link writeModel} wrote.
 *
 * @throws {Error} there is no such file. @throws {TypeError} it holds no model.
 */
export async function readModel(file: string): Promise<RandomForestClassifier> {
  if (!existsSync(file)) throw new Error(`There is no model ${file}.`);
  if (isJSON(file)) return RandomForestClassifier.fromJSON(await readFile(file, "utf8"));
  return RandomForestClassifier.load(file);
}

function isJSON(file: string): boolean {
  return /\.json$/i.test(file);
}
