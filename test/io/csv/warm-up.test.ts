import assert from "node:assert/strict";
import test from "node:test";
import { warmUp } from "../../../src/io/csv/warm-up.js";
import { readText } from "./read-all.js";

test("files are read the same between the steps of what a worker at rest does ahead", async () => {
  const lines = Array.from(
    { length: 200 },
    (_, i) => `${i},${i / 7},${i % 2 === 0},2024-01-0${1 + (i % 9)},"text, ${i}"`,
  );
  const text = `a,b,c,d,e\n${lines.join("\n")}\n`;
  const before = await readText(text, { blocksize: 1000 });
  let steps = 0;
  for (const _ of warmUp()) {
    steps++;
    assert.deepEqual(await readText(text, { blocksize: 1000 }), before);
  }
  assert.ok(steps > 2, "it leaves room for tasks in between");
});
