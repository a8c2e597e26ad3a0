import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import test from "node:test";

test("while workers die at random every result is exact, and nothing is left pending or open", () => {
  const script = resolve(__dirname, "../../../test/chaos/chaos.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "5"], { encoding: "utf8" });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  assert.match(stdout, /every result exact.*1,000 tasks cancelled.*no thread, handle or file left/s);
});
