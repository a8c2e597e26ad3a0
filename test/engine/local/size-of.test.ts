import assert from "node:assert/strict";
import test from "node:test";
import { sizeOf } from "../../../src/engine/local/size-of.js";

test("sizeOf() counts the bytes of typed arrays and buffers", () => {
  assert.equal(sizeOf(new Float64Array(1000)), 8064);
  assert.equal(sizeOf(new SharedArrayBuffer(1000)), 1064);
  assert.ok(sizeOf({ deep: [new Uint8Array(5000), new Uint8Array(5000)] }) > 10_000);
});

test("sizeOf() estimates long arrays from some of their items", () => {
  const names = Array.from({ length: 100_000 }, () => "a".repeat(42));
  assert.equal(sizeOf(names), 16 + 100_000 * 100);
});

test("sizeOf() counts what occurs twice once, and takes objects that hold themselves", () => {
  const shared = new Uint8Array(10_000);
  assert.ok(sizeOf([shared, shared]) < 12_000);
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  assert.ok(sizeOf(circle) < 100);
});

test("sizeOf() measures maps and sets", () => {
  assert.ok(sizeOf(new Map([["bytes", new Uint8Array(1000)]])) > 1000);
  assert.ok(sizeOf(new Set([new Uint8Array(1000)])) > 1000);
});
