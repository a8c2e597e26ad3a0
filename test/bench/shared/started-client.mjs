import { setTimeout } from "node:timers/promises";
import { Client, fromRecords } from "../../../dist/src/index.js";

/** Milliseconds after which a worker at rest has loaded what it loads ahead. */
const REST = 400;

/** A client whose workers have started and loaded their library: paid once a process, and not counted, as imports are not. */
export async function startedClient(options = {}) {
  const client = new Client(options);
  const npartitions = 4 * client.info().workers.length;
  const rows = Array.from({ length: npartitions }, (_, a) => ({ a }));
  await fromRecords(rows, { npartitions }).persist().shape();
  await setTimeout(REST);
  return client;
}

/** Resolves when so many tasks of this name have finished; rejects when one has failed. */
export function taskEnds(client, name, count) {
  let left = count;
  // Workers at rest do not keep the process alive, and neither does a listener.
  const awake = setInterval(() => {}, 1000);
  return new Promise((resolve, reject) => {
    const stop = client.engine.subscribe((event) => {
      if (event.type !== "task" || event.name !== name) return;
      if (event.state === "error") reject(new Error(`${event.label} has failed`));
      if (event.state === "finished" && --left === 0) {
        stop();
        clearInterval(awake);
        resolve();
      }
    });
  });
}
