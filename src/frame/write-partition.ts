import type { TaskContext } from "../engine/engine.js";
import { type FileFormat, writePartition } from "../io/write-file.js";
import { runPlan } from "./run-plan.js";
import type { Slice } from "./slice.js";

/** The task function "frame.write": writes the partition to a file. */
export async function write(context: TaskContext, slice: Slice, format: FileFormat, path: string): Promise<void> {
  await writePartition(await runPlan(context, slice), format, path);
}
