import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { packBytes, unpackBytes } from "../../../src/frame/shuffle/pack-bytes.js";

test("what is packed comes out again, also from bytes that begin anywhere", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), fc.nat(9), (parts, shift) => {
      const packed = packBytes(parts);
      const moved = new Uint8Array(packed.length + shift);
      moved.set(packed, shift);
      assert.deepEqual(
        unpackBytes(moved.subarray(shift)).map((part) => [...part]),
        parts.map((part) => [...part]),
      );
    }),
  );
});
