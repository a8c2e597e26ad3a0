import type { TaskFunction, TaskName } from "./engine.js";

/**
 * Every function that a worker may run, by name. Like `index.ts` for users, this is where a worker's program is put
 * together: it may name any room, and loads each one when its first task arrives.
 */
const loaders: Readonly<Record<TaskName, () => TaskFunction>> = {
  "csv.layout": () => require("../io/csv/layout.js").csvLayout,
  "forest.apply": () => require("../forest/tasks.js").apply,
  "forest.assemble": () => require("../forest/tasks.js").assemble,
  "forest.assembleValues": () => require("../forest/ml-random-forest/ml-tasks.js").assembleValues,
  "forest.bin": () => require("../forest/tasks.js").bin,
  "forest.bins": () => require("../forest/tasks.js").bins,
  "forest.codes": () => require("../forest/tasks.js").codes,
  "forest.grow": () => require("../forest/tasks.js").grow,
  "forest.growML": () => require("../forest/ml-random-forest/ml-tasks.js").growML,
  "forest.labels": () => require("../forest/tasks.js").labels,
  "forest.joinLeftOut": () => require("../forest/tasks.js").joinLeftOut,
  "forest.leftOut": () => require("../forest/tasks.js").leftOut,
  "forest.errors": () => require("../forest/tasks.js").errors,
  "forest.outOfBag": () => require("../forest/tasks.js").outOfBag,
  "forest.piece": () => require("../forest/tasks.js").piece,
  "forest.predictAll": () => require("../forest/tasks.js").predictAll,
  "forest.predict": () => require("../forest/tasks.js").predict,
  "forest.probabilities": () => require("../forest/tasks.js").probabilities,
  "forest.sample": () => require("../forest/tasks.js").sample,
  "forest.values": () => require("../forest/ml-random-forest/ml-tasks.js").values,
  "regression.assemble": () => require("../forest/regression/tasks.js").assemble,
  "regression.bin": () => require("../forest/regression/tasks.js").bin,
  "regression.errors": () => require("../forest/regression/tasks.js").errors,
  "regression.grow": () => require("../forest/regression/tasks.js").grow,
  "regression.leftOut": () => require("../forest/regression/tasks.js").leftOut,
  "regression.outOfBag": () => require("../forest/regression/tasks.js").outOfBag,
  "regression.piece": () => require("../forest/regression/tasks.js").piece,
  "regression.predict": () => require("../forest/regression/tasks.js").predict,
  "regression.sample": () => require("../forest/regression/tasks.js").sample,
  "regression.targets": () => require("../forest/regression/tasks.js").targets,
  "frame.applyGroups": () => require("../frame/user/tasks.js").applyGroups,
  "frame.glance": () => require("../frame/tasks.js").glance,
  "frame.count": () => require("../frame/tasks.js").count,
  "frame.moments": () => require("../frame/tasks.js").moments,
  "frame.partition": () => require("../frame/tasks.js").partition,
  "frame.sample": () => require("../frame/tasks.js").sample,
  "frame.tail": () => require("../frame/tasks.js").tail,
  "frame.withValues": () => require("../frame/tasks.js").withValues,
  "frame.write": () => require("../frame/write-partition.js").write,
  "groups.merge": () => require("../frame/groups/tasks.js").merge,
  "groups.scatter": () => require("../frame/groups/tasks.js").scatterGroups,
  "groups.start": () => require("../frame/groups/tasks.js").start,
  "io.join": () => require("../io/write-file.js").joinFiles,
  "places.sampleLimit": () => require("../frame/places/tasks.js").sampleLimit,
  "places.starts": () => require("../frame/places/tasks.js").starts,
  "places.take": () => require("../frame/places/tasks.js").take,
  "running.addTotals": () => require("../frame/running/tasks.js").addTotals,
  "running.edge": () => require("../frame/running/tasks.js").edge,
  "running.joinEdges": () => require("../frame/running/tasks.js").joinEdges,
  "running.totals": () => require("../frame/running/tasks.js").totals,
  "shuffle.cut": () => require("../frame/shuffle/tasks.js").cut,
  "shuffle.cuts": () => require("../frame/shuffle/tasks.js").cuts,
  "shuffle.distinctKeys": () => require("../frame/shuffle/tasks.js").distinctKeys,
  "shuffle.distinctRows": () => require("../frame/shuffle/tasks.js").distinctRows,
  "shuffle.match": () => require("../frame/shuffle/tasks.js").match,
  "shuffle.regroup": () => require("../frame/shuffle/tasks.js").regroup,
  "shuffle.sampleKeys": () => require("../frame/shuffle/tasks.js").sampleKeys,
  "shuffle.scatterByCuts": () => require("../frame/shuffle/tasks.js").scatterByCuts,
  "shuffle.scatterByKeys": () => require("../frame/shuffle/tasks.js").scatterByKeys,
  "shuffle.scatterKeys": () => require("../frame/shuffle/tasks.js").scatterKeys,
  "shuffle.top": () => require("../frame/shuffle/tasks.js").top,
  "permutation.codes": () => require("../model-selection/permutation/tasks.js").codes,
  "permutation.join": () => require("../model-selection/permutation/tasks.js").join,
  "permutation.scores": () => require("../model-selection/permutation/tasks.js").scores,
  "permutation.shuffle": () => require("../model-selection/permutation/tasks.js").shuffle,
  "split.candidates": () => require("../model-selection/tasks.js").candidates,
  "split.classCounts": () => require("../model-selection/tasks.js").classCounts,
  "split.folds": () => require("../model-selection/tasks.js").folds,
  "split.groupCounts": () => require("../model-selection/tasks.js").groupCounts,
  "split.histogram": () => require("../model-selection/tasks.js").histogram,
  "split.masks": () => require("../model-selection/tasks.js").masks,
  "statistics.bracket": () => require("../frame/statistics/tasks.js").bracket,
  "statistics.pairs": () => require("../frame/statistics/tasks.js").pairs,
  "statistics.sample": () => require("../frame/statistics/tasks.js").sample,
  "user.call": () => require("./user-function.js").callUserFunction,
  "metrics.comparePredictions": () => require("../metrics/tasks.js").comparePredictions,
  "metrics.confusion": () => require("../metrics/tasks.js").confusion,
  "metrics.errors": () => require("../metrics/tasks.js").errors,
  "metrics.logLoss": () => require("../metrics/tasks.js").logLoss,
  "metrics.predictions": () => require("../metrics/tasks.js").predictions,
  "metrics.scores": () => require("../metrics/tasks.js").scores,
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

/**
 * Loads and warms up what reads a CSV file, loads what groups its rows, and loads and warms up what the tasks of a forest need,
 * step by step: its many modules would take longer to load and to compile than a small file to read, or a small forest to
 * grow. A notebook waits for its user for longer than that.
 */
export function* loadAhead(): Generator<undefined, void> {
  require("../io/csv/read-block.js");
  yield;
  yield* require("../io/csv/warm-up.js").warmUp();
  require("../frame/groups/tasks.js");
  yield;
  require("../forest/tasks.js");
  yield;
  yield* require("../forest/fit/warm-up.js").warmUp();
}
