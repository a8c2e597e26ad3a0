/** What workers run to find permutation importances of a forest. */
import type { TaskContext } from "../../engine/engine.js";
import { codeType, type FeatureBins, writtenCodes } from "../../forest/bins/bins.js";
import { joinColumns, rowsOf } from "../../forest/fit/training-parts.js";
import type { AnyForest, Forest } from "../../forest/forest.js";
import { type PackedArray, pack, unpack } from "../../forest/pack.js";
import { ExchangedColumn, leavesOf } from "../../forest/predict/exchanged-column.js";
import { knownForest } from "../../forest/predict/known-forest.js";
import type { RegressionForest } from "../../forest/regression/regression-forest.js";
import type { Slice } from "../../frame/plan.js";
import { runPlan } from "../../frame/run-plan.js";
import type { ErrorSums } from "../../metrics/regression/error-sums.js";
import { countRight, errorsOf, sumValues, sumVotes, type WalkLeaves } from "./score-leaves.js";
import { shuffledRows } from "./shuffled-rows.js";

type Codes = Uint8Array | Uint16Array;

/** What some rows of a classifier come to, how many are predicted right, or of a regressor. */
export type RowsScore = number | ErrorSums;

/** A partition's rows as codes of a forest. */
export async function codes(context: TaskContext, slice: Slice, bytes: Uint8Array, key: string): Promise<Uint8Array> {
  const partition = await runPlan(context, slice);
  return pack({ rows: partition.length }, { codes: writtenCodes(partition, knownForest(bytes, key).bins) });
}

/** The codes of all partitions as one matrix, feature by feature. */
export function join(_: TaskContext, bytes: Uint8Array, key: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const { bins } = knownForest(bytes, key);
  const unpacked = parts.map(unpack);
  const rows = unpacked.reduce((sum, part) => sum + rowsOf(part), 0);
  return packCodes(rows, bins, rows * bins.length, (all) => joinColumns(unpacked, "codes", all, rows, bins.length));
}

/** The columns of the features from number `from` up to `to`, each shuffled so many times. */
export function shuffle(
  _: TaskContext,
  bytes: Uint8Array,
  key: string,
  matrix: Uint8Array,
  from: number,
  to: number,
  repeats: number,
  seed: number,
): Uint8Array {
  const { rows, codes } = unpackCodes(matrix);
  return packCodes(rows, knownForest(bytes, key).bins, (to - from) * repeats * rows, (all) => {
    for (let f = from, at = 0; f < to; f++) {
      for (let repeat = 0; repeat < repeats; repeat++, at += rows) {
        const order = shuffledRows(rows, seed, f, repeat);
        for (let row = 0; row < rows; row++) all[at + row] = codes[f * rows + order[row]];
      }
    }
  });
}

/**
 * What the rows from `first` up to `last` come to with the shuffled columns of the features from number `from` on, one
 * after the other; without such columns, as they are.
 */
export function scores(
  context: TaskContext,
  bytes: Uint8Array,
  key: string,
  truth: Uint8Array,
  first: number,
  last: number,
  matrix: Uint8Array,
  from = 0,
  repeats = 0,
  shuffled?: Uint8Array,
): RowsScore[] {
  const forest = knownForest<Forest | RegressionForest>(bytes, key);
  const { rows, codes } = unpackCodes(matrix);
  const leaves = knownLeaves(context, matrix, forest, codes, rows, first, last);
  const column = new ExchangedColumn(forest, codes, rows, first, last, leaves);
  const own = unpack(truth).arrays.get("truth")?.subarray(first, last);
  const scoreOf = (walk: WalkLeaves): RowsScore => {
    const sums = column.sum(walk);
    return "classes" in forest
      ? countRight(forest, own as Int32Array, sums ?? sumVotes(forest, last - first, walk))
      : errorsOf(forest, own as Float64Array, sums ?? sumValues(forest, last - first, walk));
  };
  if (shuffled === undefined) return [scoreOf((visit) => column.walk(visit))];
  const all = unpackCodes(shuffled).codes;
  return Array.from({ length: all.length / rows }, (_, i) => {
    const feature = from + Math.floor(i / repeats);
    return scoreOf((visit) => column.walkWith(feature, all.subarray(i * rows, (i + 1) * rows), visit));
  });
}

/** The leaves of rows, which tasks on the same rows take one after the other. */
function knownLeaves(
  context: TaskContext,
  matrix: Uint8Array,
  forest: AnyForest,
  codes: Codes,
  rows: number,
  first: number,
  last: number,
): Int32Array {
  const known = context.cached(matrix, "leaves", () => ({ first: -1, leaves: new Int32Array(0) }));
  if (known.first !== first) Object.assign(known, { first, leaves: leavesOf(forest, codes, rows, first, last) });
  return known.leaves;
}

function packCodes(
  rows: number,
  bins: readonly FeatureBins[],
  length: number,
  fill: (codes: Codes) => void,
): Uint8Array {
  return pack(
    { rows },
    { codes: { type: codeType(bins), length, fill: (array: PackedArray) => fill(array as Codes) } },
  );
}

function unpackCodes(bytes: Uint8Array): { rows: number; codes: Codes } {
  const { meta, arrays } = unpack(bytes);
  return { rows: (meta as { rows: number }).rows, codes: arrays.get("codes") as Codes };
}
