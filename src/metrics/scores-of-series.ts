import type { DataFrame } from "../frame/data-frame.js";
import { rowCount } from "../frame/lengths.js";
import { columnNames, type Plan, selectColumns, zipPlans } from "../frame/plan.js";
import { runPartitions } from "../frame/run-partitions.js";
import type { Series } from "../frame/series.js";
import type { CalibrationBins } from "./calibration-bins.js";
import type { Label } from "./labels.js";
import { mergeBins, mergeThresholds, mostExactRows, type ScoreCounts } from "./score-counts.js";
import type { Thresholds } from "./thresholds.js";

/** What the rows of a class and their probabilities come to. */
export interface ClassScoreCounts {
  readonly label: Label;
  readonly thresholds: Thresholds;
  readonly bins: CalibrationBins;
}

/**
 * Counts rows by the probabilities that a classifier gives them, for each class against the rest: a task a partition,
 * of which counts come back. Up to 10,000 rows each distinct probability is a threshold. Of more rows the thresholds are
 * the multiples of 1/1024: the curves' points are exact there, and areas differ from exact ones by at most half the
 * share of pairs of rows that fall into the same step, in practice less than 0.001.
 *
 * @param probabilities - a column for each class; the same rows in the same partitions as y.
 */
export async function scoresOfSeries(
  y: Series,
  probabilities: DataFrame,
  classes: readonly Label[],
): Promise<ClassScoreCounts[]> {
  const exact = (await rowCount(y.plan)) <= mostExactRows;
  const parts = await runPartitions<ScoreCounts[]>(besideTruth(y, probabilities), "metrics.scores", {
    args: [classes, exact],
    label: "compare probabilities",
  });
  return mergeScores(parts, classes);
}

/** Adds up the counts of all partitions, which have one for each class. */
export function mergeScores(parts: readonly (readonly ScoreCounts[])[], classes: readonly Label[]): ClassScoreCounts[] {
  return classes.map((label, k) => {
    const ofClass = parts.map((part) => part[k]);
    return { label, thresholds: mergeThresholds(ofClass), bins: mergeBins(ofClass) };
  });
}

/** The true classes, and then the columns of what a classifier says of the same rows. */
export function besideTruth(y: Series, said: DataFrame): Plan {
  const names = columnNames(said.plan);
  return zipPlans(
    selectColumns(y.plan, columnNames(y.plan), "y", ["y"]),
    selectColumns(
      said.plan,
      names,
      "predictions",
      names.map((_, i) => `prediction ${i}`),
    ),
  );
}
