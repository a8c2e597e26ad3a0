import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type DataFrame, dfd, fromRecords, Series } from "../../src/index.js";

/** Names and values of columns; datetimes in milliseconds, infinities as text, missing as null. */
export type Table = readonly (readonly [name: string, values: readonly unknown[]])[];

interface Stored {
  readonly left: Table;
  readonly right: Table;
  readonly results: Readonly<Record<string, Table>>;
}

/** What `test/fixtures/frame/make-pandas.py` wrote. */
export const stored: Stored = JSON.parse(
  readFileSync(resolve(__dirname, "../../../test/fixtures/frame/pandas.json"), "utf8"),
);

const dates = new Set(["__proto__"]);

/** A stored table as a frame in so many partitions. */
export function frameOf(table: Table, npartitions: number): DataFrame {
  const records = table[0][1].map((_, row) =>
    Object.fromEntries(
      table.map(([name, values]) => {
        const value = values[row];
        return [name, dates.has(name) && value !== null ? new Date(value as number) : value];
      }),
    ),
  );
  return fromRecords(records, { npartitions });
}

/** What a test computed as a table. */
export async function tableOf(result: unknown): Promise<Table> {
  const value = await result;
  if (value instanceof Series) {
    const { values } = await value.compute();
    return [[value.name, (values as unknown[]).map(cell)]];
  }
  if (Array.isArray(value)) return [["", value.map(cell)]];
  const frame = isLazy(value) ? await value.compute() : value;
  if (frame instanceof dfd.DataFrame) {
    const columns = frame.columns as string[];
    return columns.map((name, i) => [name, (frame.values as unknown[][]).map((row) => cell(row[i]))]);
  }
  const { columns, index, values } = frame as { columns: string[]; index: unknown[]; values: unknown[] };
  return [
    [columns[0], index.map(cell)],
    ["count", values.map(cell)],
  ];
}

function isLazy(value: unknown): value is DataFrame {
  return "plan" in (value as object);
}

function cell(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number" && !Number.isFinite(value))
    return Number.isNaN(value) ? null : value > 0 ? "inf" : "-inf";
  return value;
}

/** Asserts that two tables have the same values; numbers to 12 digits, since their sums are rounded in another order. */
export function sameTable(ours: Table, theirs: Table, names: boolean): void {
  if (names)
    assert.deepEqual(
      ours.map(([name]) => name),
      theirs.map(([name]) => name),
    );
  assert.equal(ours.length, theirs.length, "columns");
  ours.forEach(([name, values], column) => {
    const expected = theirs[column][1];
    assert.equal(values.length, expected.length, `rows of ${name}`);
    values.forEach((value, row) => {
      const other = expected[row];
      if (typeof value === "number" && typeof other === "number") {
        const close = Math.abs(value - other) <= 1e-12 * Math.max(1, Math.abs(other));
        assert.ok(close, `${name}, row ${row}: ${value}, pandas ${other}`);
      } else assert.deepEqual(value, other, `${name}, row ${row}`);
    });
  });
}
