import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { warnIfSlow } from "../../src/forest/ml-random-forest/slow-training-warning.js";

test("training by ml-random-forest warns on many rows, with an estimate of the time", async () => {
  warnIfSlow(2000, 5, 100);
  const warned = once(process, "warning");
  warnIfSlow(14_000, 28, 100);
  const [warning] = (await warned) as [Error];
  assert.equal(warning.name, "SlowTrainingWarning");
  assert.match(warning.message, /square of the number of rows: 100 trees on 14000 rows and 28 columns.*91 minutes/);
});
