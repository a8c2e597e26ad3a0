import assert from "node:assert/strict";
import { totalmem } from "node:os";
import test from "node:test";
import { defaultMemoryLimit } from "../../../src/engine/local/memory-limit.js";

test("by default a cluster may use 60 % of the machine, or of its container, at most", () => {
  const limit = defaultMemoryLimit();
  assert.ok(limit > 0 && limit <= 0.6 * totalmem());
});
