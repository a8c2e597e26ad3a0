/** Random chains of methods against what pandas makes of them, which is stored with the script that made it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { type AggregationTable, concat, type DataFrame, fromDanfo, getClient, type Series } from "../../src/index.js";
import { frameOf, sameTable, stored, type Table, tableOf } from "./pandas.js";

/** A column's name, a value in a list of its own, or a method of a Series with its operands. */
type Part = string | readonly (Part | number)[];
type Step = readonly [method: string, ...args: never[]];

interface Chain {
  readonly steps: readonly Step[];
  readonly result: Table;
}

const { chains }: { chains: readonly Chain[] } = JSON.parse(
  readFileSync(resolve(__dirname, "../../../test/fixtures/frame/pipelines.json"), "utf8"),
);

after(() => getClient().close());

const methods: Record<string, (frame: DataFrame, ...args: never[]) => DataFrame | Promise<DataFrame>> = {
  query: (frame, condition: Part) => frame.query(operandOf(frame, condition) as Series),
  addColumn: (frame, name: string, part: Part) => frame.addColumn(name, operandOf(frame, part) as Series),
  sortValues: (frame, by: string[], ascending: boolean) => frame.sortValues(by, { ascending }),
  dropDuplicates: (frame, columns: string[], keep: "first" | "last") => frame.dropDuplicates({ columns, keep }),
  fillNa: (frame, value: number | string, columns: string[]) => frame.fillNa(value, { columns }),
  dropNa: (frame) => frame.dropNa(),
  iloc: (frame, rows: string) => frame.iloc({ rows: [rows] }),
  concat: (frame, condition: Part) => concat([frame, frame.query(operandOf(frame, condition) as Series)]),
  repartition: (frame, npartitions: number) => frame.repartition({ npartitions }),
  persist: (frame) => frame.persist(),
  merge: (frame, on: string[], how: "inner" | "left" | "right" | "outer") => {
    return frame.merge(frameOf(stored.right, 2), { on, how });
  },
  groupby: (frame, keys: string[], table: AggregationTable, dropNa: boolean) =>
    frame.groupby(keys, { dropNa }).agg(table),
  head: async (frame, n: number) => fromDanfo(await frame.head(n)),
  tail: async (frame, n: number) => fromDanfo(await frame.tail(n)),
};

function operandOf(frame: DataFrame, part: Part): Series | number | string {
  if (typeof part === "string") return frame.column(part);
  if (part.length === 1) return part[0] as number | string;
  const [method, first, ...others] = part as readonly [string, ...Part[]];
  const series = operandOf(frame, first) as unknown as Record<string, (...operands: unknown[]) => Series>;
  return series[method](...others.map((other) => operandOf(frame, other)));
}

for (const npartitions of [1, 3, 50]) {
  chains.forEach(({ steps, result }, i) => {
    const names = steps.map(([method]) => method).join(", ");
    test(`chain ${i + 1} (${names}): as pandas, from ${npartitions} partitions`, async () => {
      let frame = frameOf(stored.left, npartitions);
      for (const [method, ...args] of steps) frame = await methods[method](frame, ...args);
      sameTable(await tableOf(frame), result, true);
    });
  });
}
