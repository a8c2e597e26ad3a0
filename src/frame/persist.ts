import { currentEngine } from "../engine/current-engine.js";
import type { Engine } from "../engine/engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import { type Glance, joinGlances, type PartGlance } from "./glance.js";
import { PartitionKeys } from "./partition-keys.js";
import type { Plan, StoredPlan } from "./plan.js";
import { previewOf } from "./preview.js";
import { StoredPartitions } from "./stored-partitions.js";

/** Submits a task for each partition of a plan now, and gives a plan that begins with what they make. */
export function persistPlan(plan: Plan): StoredPlan {
  const engine = currentEngine();
  const keys = new PartitionKeys(engine, plan);
  const stored = new StoredPartitions(engine, keys, glanceOf(engine, keys));
  return { op: "stored", stored, preview: previewOf(plan), schema: plan.schema, npartitions: plan.npartitions };
}

/** Counts what there is in each partition once it is there: a task a partition, which looks at no value but those of the first rows. */
async function glanceOf(engine: Engine, keys: PartitionKeys): Promise<Glance> {
  const tasks = (await keys.upTo()).map((ref, i) => ({
    key: newKey("frame.glance"),
    name: "frame.glance",
    args: [{ ref }, i === 0],
    label: "count missing values",
  }));
  return joinGlances(await runTasks<PartGlance>(engine, tasks));
}
