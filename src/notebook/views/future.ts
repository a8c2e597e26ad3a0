import type { Future } from "../../client/future.js";
import type { Bundle } from "../bundle.js";
import { bundleOf } from "../parts.js";

const meanings: Readonly<Record<Future["status"], string>> = {
  pending: "It is not there yet; await future.result() waits for it.",
  finished: "It is there; await future.result() gives it.",
  error: "There is none; await future.exception() gives the error.",
  cancelled: "There is none, since the task was withdrawn.",
  lost: "It is gone, since the cluster was restarted or closed.",
};

/** A future: whether its value is there. Not its key, which is another one in each run. */
export function futureView({ status }: Pick<Future, "status">): Bundle {
  return bundleOf([{ heading: "Future", detail: status }, { sentence: `A value on the cluster. ${meanings[status]}` }]);
}
