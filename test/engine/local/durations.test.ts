import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Durations } from "../../../src/engine/local/durations.js";

test("an estimate lies between what tasks of the kind took, nearer to the last", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }), fc.nat(1000), (took, other) => {
      const durations = new Durations();
      for (const duration of took) durations.note("a", duration);
      durations.note("b", other);
      const estimate = durations.of("a") as number;
      assert.ok(estimate >= Math.min(...took) && estimate <= Math.max(...took));
      durations.note("a", 5000);
      assert.ok((durations.of("a") as number) >= 2500);
      assert.equal(durations.of("b"), other);
      assert.equal(durations.of("c"), undefined);
    }),
  );
});

test("kinds that ended long ago are forgotten, those in use are not", () => {
  const durations = new Durations();
  for (let i = 0; i < 5000; i++) {
    durations.note("used", 1);
    durations.note(`once ${i}`, 1);
  }
  assert.equal(durations.of("used"), 1);
  assert.equal(durations.of("once 4999"), 1);
  assert.equal(durations.of("once 0"), undefined);
});
