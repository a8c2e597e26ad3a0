import { compareLabels } from "../../metrics/labels.js";
import { sortedNumbers } from "../kernel/sorted-numbers.js";
import { type CategoryBins, type FeatureBins, MOST_CODES, type NumericBins } from "./bins.js";
import { type ColumnSample, distinctValues } from "./sample-column.js";

/**
 * The bins of a column, from the samples of its partitions in any order.
 *
 * @param maxBins - the most codes, with that of missing values: 2 to 65,536; `null` for an edge at each value.
 * @throws {RangeError} an edge at each value would be too many.
 */
export function makeBins(name: string, samples: readonly ColumnSample[], maxBins: number | null): FeatureBins {
  if (samples.some((sample) => sample.kind === "category")) return categoryBins(name, samples, maxBins ?? MOST_CODES);
  const sawMissing = samples.some((sample) => sample.sawMissing);
  const sorted = sortedValues(samples);
  const edges = maxBins === null ? valueEdges(name, sorted) : quantileEdges(sorted, maxBins - 1);
  return { name, kind: "numeric", sawMissing, edges, ...dtypeOf(samples) };
}

/** The dtype that all samples have, if there is one to be told. */
function dtypeOf(samples: readonly ColumnSample[]): Pick<NumericBins, "dtype"> {
  const [dtype, ...others] = samples.map((sample) => (sample.kind === "numeric" ? sample.dtype : undefined));
  return dtype === undefined || others.some((other) => other !== dtype) ? {} : { dtype };
}

function sortedValues(samples: readonly ColumnSample[]): Float64Array {
  return sortedNumbers(samples.flatMap((sample) => (sample.kind === "numeric" ? [sample.values] : [])));
}

function valueEdges(name: string, sorted: Float64Array): Float64Array {
  const values = distinctValues(sorted);
  if (values.length <= MOST_CODES - 2) return values;
  throw new RangeError(
    `Cannot fit: column "${name}" holds ${values.length} different numbers; the splitter "exact" takes at most ${MOST_CODES - 2}. Use the splitter "histogram", or round the numbers.`,
  );
}

/**
 * Edges midway between neighbouring distinct values, so that at most `maxCodes` codes arise: one for each distinct
 * value if they are so few, else codes of about equally many values. A value that fills more than its share has a
 * code of its own, and the codes left share out the values left.
 *
 * @param sorted - the values, ascending, without NaN.
 */
export function quantileEdges(sorted: Float64Array, maxCodes: number): Float64Array {
  const distinct = countDistinct(sorted);
  const all = distinct <= maxCodes;
  const edges = new Float64Array(Math.max(0, Math.min(distinct, maxCodes) - 1));
  let found = 0;
  let codeStart = 0;
  for (let i = 1; i < sorted.length && found < edges.length; i++) {
    // Of -0 and 0, which sorting tells apart, neither is less.
    if (!(sorted[i - 1] < sorted[i])) continue;
    const share = (sorted.length - codeStart) / (maxCodes - found);
    if (all || i - codeStart >= share || heavy(sorted, i, share)) {
      edges[found++] = midway(sorted[i - 1], sorted[i]);
      codeStart = i;
    }
  }
  return edges.slice(0, found);
}

/** Whether the value that begins at `i` fills a code by itself. */
function heavy(sorted: Float64Array, i: number, share: number): boolean {
  const last = i + Math.ceil(share) - 1;
  return last < sorted.length && sorted[last] === sorted[i];
}

/** A number between neighbours a < b with a <= number < b, halfway where that is one. */
export function midway(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}

function countDistinct(sorted: Float64Array): number {
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i - 1] < sorted[i]) distinct += 1;
  return distinct;
}

function categoryBins(name: string, samples: readonly ColumnSample[], maxBins: number): CategoryBins {
  const counts = new Map<string, number>();
  for (const sample of samples) {
    if (sample.kind !== "category") continue;
    sample.categories.forEach((category, i) => {
      counts.set(category, (counts.get(category) ?? 0) + sample.counts[i]);
    });
  }
  const others = counts.size > maxBins - 1;
  const kept = others
    ? [...counts].sort(([a, m], [b, n]) => n - m || compareLabels(a, b)).slice(0, Math.max(0, maxBins - 2))
    : [...counts];
  const sawMissing = samples.some((sample) => sample.sawMissing);
  return {
    name,
    kind: "category",
    sawMissing,
    categories: kept.map(([category]) => category).sort(compareLabels),
    others,
  };
}
