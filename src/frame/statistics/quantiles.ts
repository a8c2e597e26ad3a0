import { type Plan, selectColumns } from "../plan.js";
import { runPartitions } from "../run-partitions.js";
import { type Bracket, type Bracketed, bracketOf, quantileOf, type Sampled } from "./bracket.js";

/** Values sampled of a column, over all partitions: up to this many, one pass is enough. */
const sampledValues = 200_000;
const leastOfPartition = 1000;

/**
 * Exact quantiles of columns of numbers, by linear interpolation. A first pass samples and counts. Unless the samples
 * hold every value, they say between which two values each quantile must be, and a second pass counts what is below and
 * fetches what is between, about a fiftieth of the values.
 *
 * @returns for each column its quantiles; NaN where a column has no value.
 */
export async function quantilesOf(
  plan: Plan,
  names: readonly string[],
  fractions: readonly number[],
  label: string,
): Promise<number[][]> {
  const numbers = selectColumns(plan, names, label);
  const most = Math.max(leastOfPartition, Math.ceil(sampledValues / plan.npartitions));
  const samples = await runPartitions<Sampled[]>(numbers, "statistics.sample", {
    args: [most],
    label: `${label}: sample`,
  });
  const ofColumn = names.map((_, column) => samples.map((sample) => sample[column]));
  let open: Bracket[] = names.flatMap((_, column) =>
    fractions.map((fraction) => bracketOf(ofColumn[column], column, fraction)),
  );
  const found = names.map(() => fractions.map(() => Number.NaN));
  while (open.length > 0) {
    const asked = open;
    open = [];
    const complete = samples.every((sample) => sample.every(({ count, values }) => count === values.length));
    const counted = complete
      ? []
      : await runPartitions<Bracketed[]>(numbers, "statistics.bracket", { args: [asked], label: `${label}: count` });
    asked.forEach((bracket, i) => {
      const { column, fraction } = bracket;
      const parts = complete ? ofColumn[column].map(({ values }) => all(values)) : counted.map((part) => part[i]);
      const result = quantileOf(bracket, parts);
      if (typeof result === "number") found[column][fractions.indexOf(fraction)] = result;
      else open.push(result);
    });
  }
  return found;
}

/** All values, as if they were between the ends of a bracket. */
function all(values: Float64Array): Bracketed {
  return { below: 0, atLow: 0, between: values, atHigh: 0 };
}
