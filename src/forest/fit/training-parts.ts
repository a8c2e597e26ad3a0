/**
 * What the tasks of a fit hand to each other, as bytes: the samples of partitions, their rows as codes or as numbers,
 * and the matrix that all of them make together.
 */
import type { Label } from "../../metrics/labels.js";
import { type Column, cellAt, columnLength, isMissing, type Partition } from "../../partition/partition.js";
import { codeCount, codeType, type FeatureBins, writtenCodes } from "../bins/bins.js";
import { type ColumnSample, sampleColumn, sampledRows, sampleValues } from "../bins/sample-column.js";
import type { BinnedMatrix, CodeMatrix } from "../grow/binned-matrix.js";
import { type ClassWeights, rowWeights } from "../grow/row-weights.js";
import { kernelBytes } from "../kernel/compiled.js";
import { type PackedArray, pack, unpack, type WrittenArray } from "../pack.js";
import { encodeClasses } from "./labels.js";

/** What a partition tells about its columns and its target. */
export interface PartitionSample<T> {
  readonly columns: readonly ColumnSample[];
  readonly target: T;
}

/**
 * The target comes after the features. See {@link sampledRows} for the numbers of rows.
 *
 * @param exact - whether each value is to be told, rather than those of some rows.
 * @param collect - what is to be told of the target.
 */
export function samplePartition<T>(
  { columns, length }: Partition,
  features: number,
  firstRow: number,
  totalRows: number,
  exact: boolean,
  collect: (target: Column) => T,
): PartitionSample<T> {
  const chosen = sampledRows(firstRow, length, totalRows);
  return {
    columns: columns.slice(0, features).map((column) => (exact ? sampleValues(column) : sampleColumn(column, chosen))),
    target: collect(columns[features]),
  };
}

interface SampleMeta<T> {
  readonly target: T;
  readonly columns: readonly Pick<ColumnSample, "kind" | "sawMissing">[];
}

export function encodeSample<T>({ columns, target }: PartitionSample<T>): Uint8Array {
  const arrays: Record<string, PackedArray> = {};
  const meta: SampleMeta<T> = {
    target,
    columns: columns.map((column, f) => {
      const { values, counts, ...rest } = { values: undefined, counts: undefined, ...column };
      arrays[f] = (values ?? counts) as Float64Array;
      return rest;
    }),
  };
  return pack(meta, arrays);
}

export function decodeSample<T>(bytes: Uint8Array): PartitionSample<T> {
  const { meta, arrays } = unpack(bytes);
  const { columns, target } = meta as SampleMeta<T>;
  return {
    target,
    columns: columns.map((column, f) => {
      const array = arrays.get(String(f)) as Float64Array;
      return (column.kind === "numeric" ? { ...column, values: array } : { ...column, counts: array }) as ColumnSample;
    }),
  };
}

/**
 * A partition's rows as codes, its labels as places among the classes and, if it has a column more, its weights.
 *
 * @throws {RangeError} a weight is not a number of at least 0.
 */
export function encodeCodes(
  partition: Partition,
  bins: readonly FeatureBins[],
  classes: readonly Label[],
  target: string,
): Uint8Array {
  return encodeRows(partition, bins, { labels: encodeClasses(partition.columns[bins.length], classes, target) });
}

/** The same with a target that is encoded already. */
export function encodeRows(
  partition: Partition,
  bins: readonly FeatureBins[],
  target: Readonly<Record<string, PackedArray>>,
): Uint8Array {
  const { columns, length } = partition;
  const arrays: Record<string, PackedArray | WrittenArray> = { codes: writtenCodes(partition, bins), ...target };
  if (columns.length > bins.length + 1) arrays.weights = weightValues(columns[bins.length + 1]);
  return pack({ rows: length }, arrays);
}

function weightValues(column: Column): Float64Array {
  const values = new Float64Array(columnLength(column));
  for (let row = 0; row < values.length; row++) {
    const value = "codes" in column || isMissing(column, row) ? NaN : column.values[row];
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(
        `Cannot fit: sampleWeight must be a number of at least 0 for each row, but there is ${String(cellAt(column, row))}.`,
      );
    }
    values[row] = value;
  }
  return values;
}

/** The rows of all partitions, in their order, as one matrix, where kernels can work on it. Copies each code once. */
export function encodeMatrix(
  parts: readonly Uint8Array[],
  bins: readonly FeatureBins[],
  classes: number,
  classWeights: ClassWeights | null,
): Uint8Array {
  const unpacked = parts.map(unpack);
  const { rows, labels } = joinLabels(unpacked);
  const weights = rowWeights(labels, classes, joinNumbers(unpacked, "weights", rows), classWeights);
  const { codes, ...rest } = joinCodes(unpacked, bins, rows);
  return pack({ rows, classes }, { codes, labels, ...rest, ...(weights === null ? {} : { weights }) }, kernelBytes);
}

/** The codes of all partitions, to be written where they are to stand, and what tells how they are to be read. */
export function joinCodes(
  parts: readonly Unpacked[],
  bins: readonly FeatureBins[],
  rows: number,
): { readonly codes: WrittenArray } & Pick<CodeMatrix, "codeCounts" | "categorical" | "edges" | "edgeStart"> {
  const codes: WrittenArray = {
    type: codeType(bins),
    length: rows * bins.length,
    fill: (joined) => joinColumns(parts, "codes", joined, rows, bins.length),
  };
  const codeCounts = Int32Array.from(bins, codeCount);
  const categorical = Uint8Array.from(bins, (feature) => (feature.kind === "category" ? 1 : 0));
  const edgesOf = bins.map((feature) => (feature.kind === "numeric" ? feature.edges : new Float64Array(0)));
  const edgeStart = new Int32Array(bins.length + 1);
  edgesOf.forEach((own, f) => {
    edgeStart[f + 1] = edgeStart[f] + own.length;
  });
  const edges = new Float64Array(edgeStart[bins.length]);
  edgesOf.forEach((own, f) => {
    edges.set(own, edgeStart[f]);
  });
  return { codes, codeCounts, categorical, edges, edgeStart };
}

/** The matrix in these bytes; of one kind or another. */
export function decodeMatrix<M extends CodeMatrix = BinnedMatrix>(bytes: Uint8Array): M {
  const { meta, arrays } = unpack(bytes);
  const features = (arrays.get("codeCounts") as Int32Array).length;
  return Object.assign({ features, weights: null }, meta, Object.fromEntries(arrays)) as unknown as M;
}

export type Unpacked = ReturnType<typeof unpack>;

/** The labels of all partitions, one after the other. */
export function joinLabels(parts: readonly Unpacked[]): { rows: number; labels: Uint16Array } {
  const rows = parts.reduce((sum, part) => sum + rowsOf(part), 0);
  const labels = new Uint16Array(rows);
  let at = 0;
  for (const part of parts) {
    labels.set(part.arrays.get("labels") as Uint16Array, at);
    at += rowsOf(part);
  }
  return { rows, labels };
}

/** The weights, or other numbers, of all partitions, one after the other; `null` where there are none. */
export function joinNumbers(parts: readonly Unpacked[], name: string, rows: number): Float64Array | null {
  const numbers = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    const own = part.arrays.get(name);
    if (own === undefined) return null;
    numbers.set(own, at);
    at += rowsOf(part);
  }
  return numbers;
}

/** Writes the columns of all partitions, each after the other's, into `joined`. */
export function joinColumns(
  parts: readonly Unpacked[],
  name: string,
  joined: PackedArray,
  rows: number,
  features: number,
): void {
  let at = 0;
  for (const part of parts) {
    const array = part.arrays.get(name) as PackedArray;
    const length = rowsOf(part);
    for (let f = 0; f < features; f++) joined.set(array.subarray(f * length, (f + 1) * length), f * rows + at);
    at += length;
  }
}

export function rowsOf(part: Unpacked): number {
  return (part.meta as { rows: number }).rows;
}
