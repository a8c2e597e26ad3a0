import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { bytesToNumber, decimalToNumber } from "../../../src/io/parquet/decimal.js";
import { type FromHalves, floorDivided, fromInt64s, signed, unsigned } from "../../../src/io/parquet/int64.js";

const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -2000n, max: 2000n }));

function convert(value: bigint, by: FromHalves): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return fromInt64s(bytes, 1, by)[0];
}

test("64-bit integers are the nearest doubles, signed or not", () => {
  fc.assert(
    fc.property(int64, (value) => {
      assert.equal(convert(value, signed), Number(value));
      assert.equal(convert(value, unsigned), Number(BigInt.asUintN(64, value)));
    }),
  );
});

test("division rounds down exactly, before 1970 too", () => {
  fc.assert(
    fc.property(int64, fc.constantFrom(1000n, 1_000_000n), fc.bigInt({ min: -1n, max: 1n }), (value, by, off) => {
      const near = BigInt.asIntN(64, (value / by) * by + off);
      for (const dividend of [value, near]) {
        const quotient = dividend / by - (dividend < 0n && dividend % by !== 0n ? 1n : 0n);
        if (quotient > -(2n ** 53n) && quotient < 2n ** 53n) {
          assert.equal(convert(dividend, floorDivided(Number(by))), Number(quotient));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("decimals are the nearest doubles", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.nat(38), (value, scale) => {
      const expected = Number(`${value}e-${scale}`);
      assert.equal(decimalToNumber(value, scale), expected);
      const hex = BigInt.asUintN(128, value).toString(16).padStart(32, "0");
      assert.equal(bytesToNumber(Buffer.from(hex, "hex"), scale), expected);
    }),
  );
  assert.deepEqual(
    [decimalToNumber(3, 1), decimalToNumber(-110, 2), bytesToNumber(Buffer.alloc(0), 2)],
    [0.3, -1.1, 0],
  );
});
