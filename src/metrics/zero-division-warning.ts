import type { Metric } from "./class-scores.js";

/** A score that the data do not define, and whose it is. */
export interface UndefinedScore {
  readonly name: string;
  readonly metric: Metric;
}

const reasons: Readonly<Record<Metric, string>> = {
  precision: "no row was predicted as",
  recall: "no row is of",
  "f1-score": "no row is of or was predicted as",
};

/** Warns of undefined scores, as warnings of the Node process named "UndefinedMetricWarning": a sentence for each metric. */
export function warnOfZeroDivision(undefinedScores: readonly UndefinedScore[]): void {
  for (const [metric, reason] of Object.entries(reasons)) {
    const names = undefinedScores.filter((score) => score.metric === metric).map((score) => JSON.stringify(score.name));
    if (names.length === 0) continue;
    const listed = names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
    process.emitWarning(
      `The ${metric} is not defined and counts as 0, since ${reason} ${listed}. ` +
        "The option zeroDivision says what it counts as, and silences this.",
      "UndefinedMetricWarning",
    );
  }
}
