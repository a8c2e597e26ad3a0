import { fromArrowBytes } from "../partition/arrow.js";
import type { Partition } from "../partition/partition.js";
import { filter, pickRows, select, sliceRows, trueRows, zip } from "./column-work.js";
import { evaluate } from "./expression/evaluate.js";
import { type ComputePlan, columnNames, type Plan } from "./plan.js";
import { cumulateRows } from "./running/cumulate.js";
import { shiftRows } from "./running/shift.js";

const previewRows = 100;

/**
 * The first rows of a plan as far as they are known without a task: from the sample that was read when a file was
 * opened, or from memory. At most 100; `undefined` where only a task can tell.
 */
export function previewOf(plan: Plan): Partition | undefined {
  switch (plan.op) {
    case "read":
      return plan.preview;
    case "memory":
      if (plan.partitions.length === 0) return undefined;
      return select(sliceRows(fromArrowBytes(plan.partitions[0]), 0, previewRows), columnNames(plan));
    case "select": {
      const input = previewOf(plan.input);
      return input && select(input, plan.from, columnNames(plan));
    }
    case "filter": {
      const input = previewOf(plan.input);
      return input && filter(sliceRows(input, 0, plan.inputLengths[0]), plan.masks[0]);
    }
    case "zip": {
      const [left, right] = plan.inputs.map(previewOf);
      if (left === undefined || right === undefined) return undefined;
      const rows = Math.min(left.length, right.length);
      return zip(sliceRows(left, 0, rows), sliceRows(right, 0, rows));
    }
    case "compute": {
      const input = previewOf(plan.input);
      return input && computed(plan, input);
    }
    case "query": {
      const input = previewOf(plan.input);
      return input && pickRows(input, trueRows(evaluate([plan.condition], input)[0]));
    }
    case "cumulate": {
      const input = previewOf(plan.input);
      return input && cumulateRows(input, plan.by);
    }
    case "shift": {
      const input = previewOf(plan.input);
      // Of a shift up, the last rows take what is not known.
      return input && sliceRows(shiftRows(input, undefined, plan.periods), 0, input.length + Math.min(0, plan.periods));
    }
    case "range": {
      const input = plan.start >= 0 && plan.stop >= 0 ? previewOf(plan.input) : undefined;
      return input && sliceRows(input, plan.start, plan.stop);
    }
    case "stored":
      return plan.stored.glance?.first ?? plan.preview;
    case "concat":
      return plan.inputs.length === 0 ? undefined : previewOf(plan.inputs[0]);
    default:
      return undefined;
  }
}

/** Undefined where a value of the sample is not one of a dtype asked for: the task that computes will say so. */
function computed(plan: ComputePlan, input: Partition): Partition | undefined {
  try {
    return { length: input.length, names: columnNames(plan), columns: evaluate(plan.expressions, input) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
