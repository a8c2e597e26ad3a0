import { currentEngine } from "../../engine/current-engine.js";
import { runTasks } from "../../engine/run-tasks.js";
import type { DataFrame } from "../../frame/data-frame.js";
import { firstRows, partitionLengths } from "../../frame/lengths.js";
import { partitionTasks } from "../../frame/run-partitions.js";
import type { Series } from "../../frame/series.js";
import { joinDoubles } from "../../join-arrays.js";
import { hash32 } from "../../random.js";
import { addErrors, type ErrorSums, mergeErrors } from "./error-sums.js";
import { errorPlan } from "./errors-of-series.js";

/** What `evaluate` needs of a fitted regressor. */
export interface Regressor {
  predict(X: DataFrame): Series;
  readonly featureNames: readonly string[];
  readonly featureImportances: ArrayLike<number>;
}

/** Up to so many rows are all kept for pictures; of more, about so many. */
export const MOST_KEPT = 10_000;

/** True and predicted numbers of some rows. */
export interface PredictedRows {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
}

/** What the predictions for the rows of a part, or of a partition, come to. */
export interface PredictionErrors {
  readonly sums: ErrorSums;
  readonly kept: PredictedRows;
}

type Part = readonly [X: DataFrame, y: Series];

/** Predicts parts, each row once: a task a partition, of which sums and a few rows come back. */
export async function comparePredictions(model: Regressor, parts: readonly Part[]): Promise<PredictionErrors[]> {
  const engine = currentEngine();
  const prepared = await Promise.all(
    parts.map(async ([X, y]) => {
      const lengths = await partitionLengths(y.plan);
      const [first, rows] = [firstRows(lengths), lengths.reduce((sum, length) => sum + length, 0)];
      if (rows === 0) throw new RangeError("evaluate: a part has no rows; each needs at least one.");
      return partitionTasks(engine, errorPlan(y, model.predict(X)), "metrics.comparePredictions", {
        args: (index) => [first[index], rows],
        label: "predict rows",
      });
    }),
  );
  const tasks = prepared.flatMap((part) => part.tasks);
  const found = await runTasks<PredictionErrors>(engine, tasks, {
    inputs: prepared.flatMap(({ inputs }) => inputs),
    title: tasks.length >= 4 ? "partitions predicted" : undefined,
  });
  let from = 0;
  return prepared.map((part) => {
    const own = found.slice(from, from + part.tasks.length);
    from += part.tasks.length;
    return {
      sums: mergeErrors(own.map(({ sums }) => sums)),
      kept: {
        truth: joinDoubles(own.map(({ kept }) => kept.truth)),
        predicted: joinDoubles(own.map(({ kept }) => kept.predicted)),
      },
    };
  });
}

/**
 * What a partition's rows come to. Whether a row is kept depends on its number in the whole part alone, so that
 * neither block size nor the number of workers changes what is kept.
 */
export function comparePartition(
  truth: Float64Array,
  predicted: Float64Array,
  firstRow: number,
  totalRows: number,
): PredictionErrors {
  const limit = totalRows <= MOST_KEPT ? 2 ** 32 : (MOST_KEPT / totalRows) * 2 ** 32;
  const isKept = (_: number, row: number): boolean => hash32(0, firstRow + row, 0) < limit;
  return {
    sums: addErrors(truth, predicted),
    kept: { truth: truth.filter(isKept), predicted: predicted.filter(isKept) },
  };
}
