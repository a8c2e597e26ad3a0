import { currentEngine } from "../engine/current-engine.js";
import type { Plan, StoredPlan } from "./plan.js";
import { previewOf } from "./preview.js";
import { partitionTasks } from "./run-partitions.js";
import { StoredPartitions } from "./stored-partitions.js";

/** Submits a task for each partition of a plan now, and gives a plan that begins with what they make. */
export function persistPlan(plan: Plan): StoredPlan {
  const engine = currentEngine();
  const keys = partitionTasks(engine, plan, "frame.partition", { label: "persist" }).then(({ tasks, inputs }) => {
    engine.submit([...inputs, ...tasks]);
    engine.release(inputs.map(({ key }) => key));
    return tasks.map(({ key }) => key);
  });
  const stored = new StoredPartitions(engine, keys);
  return { op: "stored", stored, preview: previewOf(plan), schema: plan.schema, npartitions: plan.npartitions };
}
