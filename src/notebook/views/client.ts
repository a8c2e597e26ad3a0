import type { ClusterInfo } from "../../engine/engine.js";
import type { Bundle } from "../bundle.js";
import { bundleOf } from "../parts.js";
import { bytes, count } from "../text.js";

/** A client, or its cluster: what computes, with nothing in it that differs from one run of a notebook to the next. */
export function clientView(heading: "Client" | "LocalCluster", info: ClusterInfo): Bundle {
  if (info.state === "closed") return bundleOf([{ heading, detail: "closed" }]);
  const facts: [string, string][] = [
    ["Workers", count(info.workers.length)],
    ["Memory", `${bytes(info.memoryUsed)} in use, at most ${bytes(info.memoryLimit)}`],
  ];
  if (info.memorySpilled > 0) facts.push(["In files", bytes(info.memorySpilled)]);
  const { running, queued, waiting } = info.tasks;
  if (running + queued + waiting > 0) {
    facts.push(["Tasks", `${count(running)} running, ${count(queued)} ready, ${count(waiting)} waiting for others`]);
  }
  return bundleOf([{ heading, detail: `running on ${info.kind}` }, { facts }]);
}
