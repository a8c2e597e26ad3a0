import type { Column, Partition } from "../../partition/partition.js";
import { classColumn } from "../fit/labels.js";
import type { Forest } from "../forest.js";
import { hardVote, likeliest, predictClasses, predictProbabilities } from "./vote.js";

/**
 * What can be asked of a forest for each row, by the name of the task: the predicted class, the probability of each class,
 * or the one and then the others.
 */
export type Question = "forest.predict" | "forest.probabilities" | "forest.predictAll";

/**
 * What a forest answers for the rows from `first` up to `last`, as columns.
 *
 * @param codes - of all rows, feature by feature, as `binPartition` gives them.
 * @param name - of the column of classes, where nothing else is asked for.
 */
export function answer(
  question: Question,
  forest: Forest,
  codes: Uint8Array | Uint16Array,
  rows: number,
  name = "predicted",
  first = 0,
  last = rows,
): Partition {
  const { classes, voting } = forest;
  const length = last - first;
  if (question === "forest.predict") {
    const chosen = predictClasses(forest, codes, rows, first, last);
    return { length, names: [name], columns: [classColumn(chosen, classes)] };
  }
  const votes = predictProbabilities(forest, codes, rows, first, last);
  const columns = probabilityColumns(votes, classes.length);
  if (question === "forest.probabilities") return { length, names: classes.map(String), columns };
  // One walk is enough where classes follow from probabilities.
  const chosen =
    voting === "hard" ? hardVote(forest, codes, rows, first, last) : likeliest(votes, forest.classes.length);
  return {
    length,
    names: [name, ...classes.map((_, k) => `probability ${k}`)],
    columns: [classColumn(chosen, classes), ...columns],
  };
}

/** Votes row after row, as a column for each class. */
function probabilityColumns(votes: Float64Array, classes: number): Column[] {
  const rows = votes.length / classes;
  return Array.from({ length: classes }, (_, k): Column => {
    return { dtype: "float64", values: Float64Array.from({ length: rows }, (_, row) => votes[row * classes + k]) };
  });
}
