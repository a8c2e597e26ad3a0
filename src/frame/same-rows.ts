import type { Plan } from "./plan.js";

/** Whether two plans are sure to have the same rows in each partition without counting: they choose alike of one source. */
export function sameRows(left: Plan, right: Plan): boolean {
  const [a, b] = [rowsSource(left), rowsSource(right)];
  return a === b || (isMemory(a) && isMemory(b) && sameLengths(a.lengths, b.lengths));
}

/** What decides on a plan's rows: the part that chose them last, or the masks by which it did. */
function rowsSource(plan: Plan): unknown {
  switch (plan.op) {
    case "select":
    case "compute":
    case "call":
    case "cumulate":
    case "shift":
      return rowsSource(plan.input);
    case "join":
      return plan.isLookup ? rowsSource(plan.inputs[0]) : plan;
    case "user":
      return plan.call.per === "partition" ? plan : rowsSource(plan.input);
    case "zip":
      return rowsSource(plan.inputs[0]);
    case "filter":
      return plan.masks;
    default:
      return plan;
  }
}

function isMemory(source: unknown): source is { lengths: readonly number[] } {
  return (source as Plan).op === "memory";
}

function sameLengths(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}
