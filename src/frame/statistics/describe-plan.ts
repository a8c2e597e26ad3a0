import { type Frame, loadDanfo } from "../../danfo/danfo.js";
import { ColumnError } from "../../errors.js";
import { joinDoubles } from "../../join-arrays.js";
import { firstRows } from "../lengths.js";
import { columnNames, type Plan, selectColumns } from "../plan.js";
import { runPartitions } from "../run-partitions.js";
import { describeColumn, isNumeric, type Moments, mergeMoments } from "./describe.js";

const statistics = ["count", "mean", "std", "min", "25%", "50%", "75%", "max"];

/** Describes the numeric columns of a plan, in two passes: moments, then a sample for the quartiles. */
export async function describePlan(plan: Plan): Promise<Frame> {
  const names = plan.schema.filter(({ dtype }) => isNumeric(dtype)).map(({ name }) => name);
  if (names.length === 0) {
    throw new ColumnError("describe: the frame has no column of numbers to describe.", {
      column: "",
      columns: columnNames(plan),
    });
  }
  const numbers = selectColumns(plan, names, "describe");
  const parts = await runPartitions<{ rows: number; moments: Moments[] }>(numbers, "frame.moments", {
    label: "describe: mean and deviation",
  });
  const lengths = parts.map(({ rows }) => rows);
  const first = firstRows(lengths);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const samples = await runPartitions<Float64Array[]>(numbers, "frame.sample", {
    args: (index) => [first[index], total],
    label: "describe: quartiles",
  });
  const columns = names.map((_, column) => {
    const moments = parts.map((part) => part.moments[column]).reduce(mergeMoments);
    const described = describeColumn(moments, joinDoubles(samples.map((sample) => sample[column])).sort());
    const { count, mean, std, min, quartiles, max } = described;
    return [count, mean, std, min, ...quartiles, max];
  });
  const rows = statistics.map((_, row) => columns.map((column) => column[row]));
  return new (loadDanfo().DataFrame)(rows, { columns: names, index: statistics });
}
