import type { ParquetParsers } from "hyparquet" with { "resolution-mode": "import" };

/** What makes bounds of what footers say of datetimes: whole milliseconds since 1970 UTC, cut as the values are. */
export const statisticsParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (value) => floorDivide(value, 1000n),
  timestampFromNanoseconds: (value) => floorDivide(value, 1_000_000n),
  dateFromDays: (days) => days * 86_400_000,
};

function floorDivide(value: bigint, by: bigint): number {
  const quotient = value / by;
  return Number(value < 0n && quotient * by !== value ? quotient - 1n : quotient);
}
