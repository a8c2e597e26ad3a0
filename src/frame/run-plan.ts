import type { TaskContext, Value } from "../engine/engine.js";
import { readBlock } from "../io/read-block.js";
import { fromArrowBytes } from "../partition/arrow.js";
import { concatPartitions } from "../partition/concat-partitions.js";
import type { Int32Column, Partition } from "../partition/partition.js";
import { filter, pickRows, select, sliceRows, trueRows, zip } from "./column-work.js";
import { evaluate } from "./expression/evaluate.js";
import { gatherPartial, type ScatteredPartial } from "./groups/gather-partial.js";
import { finishPartial } from "./groups/partial.js";
import { inOrderOf, placesOf, rangeWithin, type Starts } from "./places/row-places.js";
import { chosenRows, limitOfShare, type SampleLimit } from "./places/sample-limit.js";
import { cumulateRows } from "./running/cumulate.js";
import { shiftRows } from "./running/shift.js";
import { gatherPieces } from "./shuffle/gather-pieces.js";
import { joinPartition, noRows } from "./shuffle/join.js";
import type { Scattered } from "./shuffle/scatter.js";
import { sortRows, topRows } from "./shuffle/sort.js";
import type { Slice, SlicePart } from "./slice.js";

type Run = (part: SlicePart) => Promise<Partition>;
type ValuesOf = (keys: readonly string[]) => readonly Value[];

/** Carries out one partition's slice of a plan. Parts that the slice shares are run once. */
export async function runPlan(context: TaskContext, { part, values }: Slice): Promise<Partition> {
  const done = new Map<SlicePart, Promise<Partition>>();
  const valuesOf: ValuesOf = (keys) => keys.map((key) => values?.get(key));
  const run: Run = (each) => {
    let partition = done.get(each);
    if (partition === undefined) {
      partition = runPart(context, each, run, valuesOf);
      done.set(each, partition);
    }
    return partition;
  };
  return run(part);
}

async function runPart(context: TaskContext, part: SlicePart, run: Run, valuesOf: ValuesOf): Promise<Partition> {
  switch (part.op) {
    case "read":
      return readBlock(part.table, part.block, part.columns);
    case "memory":
      return select(fromArrowBytes(part.bytes), part.columns);
    case "stored":
      return select(fromArrowBytes(valuesOf(part.keys)[0] as Uint8Array), part.columns);
    case "pieces":
      return select(gatherPieces(context, valuesOf(part.keys) as readonly Scattered[], part.piece), part.columns);
    case "select":
      return select(await run(part.input), part.from, part.to);
    case "compute": {
      const input = await run(part.input);
      return { length: input.length, names: part.names, columns: evaluate(part.expressions, input) };
    }
    case "query": {
      const input = await run(part.input);
      const [condition] = evaluate([part.condition], input);
      return pickRows(select(input, part.columns), trueRows(condition));
    }
    case "filter":
      return filter(await run(part.input), part.mask);
    case "sample": {
      const [starts, found] = valuesOf(part.keys) as readonly [Starts, SampleLimit];
      const limit = part.frac === undefined ? found : limitOfShare(part.frac);
      const input = await run(part.input);
      return pickRows(input, chosenRows(input.length, starts[part.index], part.seed, limit));
    }
    case "range": {
      const [from, to] = rangeWithin(valuesOf(part.keys)[0] as Starts, part.index, part.start, part.stop);
      return from < to ? sliceRows(await run(part.input), from, to) : noRows(part.schema);
    }
    case "take": {
      const [starts, ...parts] = valuesOf(part.keys) as readonly [Starts, ...Uint8Array[]];
      const rows = select(concatPartitions(parts.map(fromArrowBytes)), part.columns);
      return inOrderOf(rows, placesOf(part.rows, starts[starts.length - 1]));
    }
    case "top": {
      const parts = valuesOf(part.keys) as readonly Uint8Array[];
      return topRows(concatPartitions(parts.map(fromArrowBytes)), part.by, part.n);
    }
    case "cumulate": {
      const [before] = valuesOf(part.keys) as readonly (Uint8Array | undefined)[];
      return cumulateRows(await run(part.input), part.by, before && fromArrowBytes(before));
    }
    case "shift": {
      const [edge] = valuesOf(part.keys) as readonly (Uint8Array | undefined)[];
      return shiftRows(await run(part.input), edge && fromArrowBytes(edge), part.periods);
    }
    case "zip":
      return zip(await run(part.inputs[0]), await run(part.inputs[1]));
    case "concat":
      return concatPartitions(await Promise.all(part.inputs.map(run)));
    case "call":
      return (await context.call(part.task, await run(part.input), ...part.args)) as Partition;
    case "user":
      return userCalls().callUserFor(await run(part.input), part.call, part.schema);
    case "sort":
      return sortRows(await run(part.input), part.by);
    case "distinct": {
      const [rows] = gatherPieces(context, valuesOf(part.keys) as readonly Scattered[], part.index).columns;
      return pickRows(await run(part.input), new Uint32Array((rows as Int32Column).values).sort());
    }
    case "group": {
      const partial = gatherPartial(context, valuesOf(part.keys) as readonly ScatteredPartial[], 0);
      return finishPartial(partial, part.nKeys, part.aggregations, part.names, part.sort);
    }
    case "join": {
      const kept = part.left === undefined ? undefined : await run(part.left);
      return joinPartition(context, part, kept, valuesOf(part.keys));
    }
  }
}

/** What calls users' functions, loaded by the first call: it brings danfo with it. */
function userCalls(): typeof import("./user/call-user.js") {
  return require("./user/call-user.js");
}
