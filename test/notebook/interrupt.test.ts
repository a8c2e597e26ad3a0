import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { runSession } from "./session.js";

const start = `import * as dd from "../../dist/src/index.js";
const client = new dd.Client({ nWorkers: 2 });
await client.cluster.scale(2);
console.log((process.report.getReport() as { workers?: object[] }).workers?.length, "threads");`;

const cells = [
  { code: start },
  { code: start },
  {
    code: `const spin = () => { for (;;); };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const background = client.submit(spin);
let endless: dd.Future<never>[] = [];`,
  },
  // After an await: tslab ends the part of a cell before it at an interrupt without a word to anyone.
  {
    code: `endless = client.map(spin, [1, 2, 3]);
do await sleep(5);
while (client.info().tasks.running < 2);
console.log("both workers are busy");
await client.gather(endless);
console.log("unreachable");`,
    interruptAt: "both workers are busy",
  },
  {
    code: `await dd.wait(endless);
console.log(endless.map((future) => future.status).join(), background.status);
console.log(await client.submit(() => "a worker is usable again").result());`,
  },
  {
    code: `await background.cancel();
await sleep(10);
console.log(process.listenerCount("SIGINT"), "listener");`,
  },
  {
    code: `await client.close(); console.log((process.report.getReport() as { workers?: object[] }).workers?.length, "threads");`,
  },
];

describe("in a session with the tslab kernel", () => {
  let printed: string[];

  before(async () => {
    printed = await runSession(cells);
  });

  test("running the cell with new Client() again replaces the workers", () => {
    assert.equal(printed[0], "2 threads\n");
    assert.equal(printed[1], "2 threads\n");
  });

  test("an interrupt cancels the tasks that the cell has started, and no others", () => {
    assert.match(printed[3], /both workers are busy.*Interrupted/s);
    assert.doesNotMatch(printed[3], /unreachable/);
    assert.equal(printed[4], "cancelled,cancelled,cancelled pending\na worker is usable again\n");
  });

  test("when no task is open, only the kernel itself listens for interrupts", () => {
    assert.equal(printed[5], "1 listener\n");
  });

  test("close() leaves no thread in the kernel", () => {
    assert.equal(printed[6], "0 threads\n");
  });
});
