import type { TaskFunction, TaskName } from "./engine.js";

/**
 * Every function that a worker may run, by name. Like `index.ts` for users, this is where a worker's program is put
 * together: it may name any room, and loads each one when its first task arrives.
 */
const loaders: Readonly<Record<TaskName, () => TaskFunction>> = {
  "csv.layout": () => require("../io/csv/layout.js").csvLayout,
  "forest.assemble": () => require("../forest/tasks.js").assemble,
  "forest.assembleValues": () => require("../forest/ml-tasks.js").assembleValues,
  "forest.bin": () => require("../forest/tasks.js").bin,
  "forest.bins": () => require("../forest/tasks.js").bins,
  "forest.grow": () => require("../forest/tasks.js").grow,
  "forest.growML": () => require("../forest/ml-tasks.js").growML,
  "forest.labels": () => require("../forest/tasks.js").labels,
  "forest.predict": () => require("../forest/tasks.js").predict,
  "forest.probabilities": () => require("../forest/tasks.js").probabilities,
  "forest.sample": () => require("../forest/tasks.js").sample,
  "forest.values": () => require("../forest/ml-tasks.js").values,
  "frame.count": () => require("../frame/tasks.js").count,
  "frame.moments": () => require("../frame/tasks.js").moments,
  "frame.partition": () => require("../frame/tasks.js").partition,
  "frame.sample": () => require("../frame/tasks.js").sample,
  "frame.write": () => require("../frame/tasks.js").write,
  "io.join": () => require("../io/write-file.js").joinFiles,
  "split.candidates": () => require("../model-selection/tasks.js").candidates,
  "split.histogram": () => require("../model-selection/tasks.js").histogram,
  "split.masks": () => require("../model-selection/tasks.js").masks,
  "user.call": () => require("./user-function.js").callUserFunction,
  "metrics.confusion": () => require("../metrics/tasks.js").confusion,
};

/**
 * The function behind a task's name.
 *
 * @throws {Error} no task function has that name.
 */
export function taskFunction(name: TaskName): TaskFunction {
  if (!Object.hasOwn(loaders, name)) throw new Error(`There is no task function named "${name}".`);
  return loaders[name]();
}
