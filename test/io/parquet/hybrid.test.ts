import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { decodeHybrid, isAllOnes } from "../../../src/io/parquet/hybrid.js";

/** Runs of equal numbers, and groups of eight packed by bits, as the format describes them. */
const run = (width: number) => {
  const number = fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n });
  return fc.oneof(
    fc.record({ times: fc.integer({ min: 1, max: 300 }), value: number }),
    fc.array(number, { minLength: 8, maxLength: 80 }).map((values) => values.slice(0, values.length & ~7)),
  );
};

function encode(runs: readonly ({ times: number; value: bigint } | bigint[])[], width: number): Buffer {
  return Buffer.concat(
    runs.map((part) => {
      if (Array.isArray(part)) {
        const packed = part.reduce((bits, value, i) => bits | (value << BigInt(i * width)), 0n);
        return Buffer.concat([varint((part.length / 8) * 2 + 1), littleEndian(packed, (part.length * width) / 8)]);
      }
      return Buffer.concat([varint(part.times * 2), littleEndian(part.value, (width + 7) >> 3)]);
    }),
  );
}

function varint(value: number): Buffer {
  return value < 128 ? Buffer.of(value) : Buffer.concat([Buffer.of((value & 127) | 128), varint(value >>> 7)]);
}

function littleEndian(value: bigint, size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 255n)));
}

test("decodeHybrid() gives what was encoded, for every width", () => {
  const property = fc.property(
    fc
      .integer({ min: 1, max: 32 })
      .chain((width) => fc.tuple(fc.constant(width), fc.array(run(width), { maxLength: 5 }))),
    fc.nat(9),
    ([width, runs], less) => {
      const all = runs.flatMap((part) => (Array.isArray(part) ? part : Array<bigint>(part.times).fill(part.value)));
      const numbers = all.slice(0, Math.max(0, all.length - less)).map((value) => Number(BigInt.asIntN(32, value)));
      const bytes = encode(runs, width);
      assert.deepEqual([...decodeHybrid(bytes, width, numbers.length)], numbers);
      const used = new Int32Array(numbers.length).fill(-7);
      assert.deepEqual([...decodeHybrid(bytes, width, numbers.length, used)], numbers);
      assert.throws(() => decodeHybrid(bytes, width, all.length + 8), RangeError);
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test("isAllOnes() knows runs of 1, and may not see them where they are packed", () => {
  fc.assert(
    fc.property(fc.array(run(1), { minLength: 1, maxLength: 5 }), (runs) => {
      const bytes = encode(runs, 1);
      const count = runs.reduce((sum, part) => sum + (Array.isArray(part) ? part.length : part.times), 0);
      const isRuns = runs.every((part) => !Array.isArray(part) && part.value === 1n);
      assert.equal(isAllOnes(bytes, count), isRuns);
      assert.equal(isAllOnes(bytes, count + 1), false);
    }),
  );
});

test("numbers of no bits are zeros, and of more than 32 an error", () => {
  assert.deepEqual([...decodeHybrid(Buffer.alloc(0), 0, 3)], [0, 0, 0]);
  assert.deepEqual([...decodeHybrid(Buffer.alloc(0), 0, 2, Int32Array.of(1, 2))], [0, 0]);
  assert.throws(() => decodeHybrid(Buffer.of(2, 1), 33, 1), { message: "numbers of 33 bits are stored in it" });
});
