import type { TaskContext } from "../engine/engine.js";
import { readBlock } from "../io/read-block.js";
import { fromArrowBytes } from "../partition/arrow.js";
import type { Partition } from "../partition/partition.js";
import { filter, select, zip } from "./column-work.js";
import type { Slice } from "./plan.js";

/** Carries out one partition's slice of a plan. Parts that the slice shares are run once. */
export async function runPlan(context: TaskContext, slice: Slice): Promise<Partition> {
  const done = new Map<Slice, Promise<Partition>>();
  const run = (part: Slice): Promise<Partition> => {
    let partition = done.get(part);
    if (partition === undefined) {
      partition = runPart(context, part, run);
      done.set(part, partition);
    }
    return partition;
  };
  return run(slice);
}

async function runPart(
  context: TaskContext,
  part: Slice,
  run: (part: Slice) => Promise<Partition>,
): Promise<Partition> {
  switch (part.op) {
    case "read":
      return readBlock(part.table, part.block, part.columns);
    case "memory":
      return select(fromArrowBytes(part.bytes), part.columns);
    case "select":
      return select(await run(part.input), part.from, part.to);
    case "filter":
      return filter(await run(part.input), part.mask);
    case "zip":
      return zip(await run(part.inputs[0]), await run(part.inputs[1]));
    case "call":
      return (await context.call(part.task, await run(part.input), ...part.args)) as Partition;
  }
}
