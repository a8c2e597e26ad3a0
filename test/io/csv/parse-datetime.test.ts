import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseDatetime } from "../../../src/io/csv/parse-datetime.js";

const datetime = (text: string): number => parseDatetime(Buffer.from(`${text},`), 0, Buffer.byteLength(text));

test("parseDatetime() reads the ISO text of any moment of the years 0 to 9999", () => {
  const from = Date.parse("0000-01-01T00:00:00Z");
  const to = Date.parse("9999-12-31T23:59:59.999Z");
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), (ms) => {
      const text = new Date(ms).toISOString();
      assert.equal(datetime(text), ms);
      assert.equal(datetime(text.replace("T", " ").replace("Z", "")), ms);
      assert.equal(datetime(text.slice(0, 10)), Math.floor(ms / 86_400_000) * 86_400_000);
    }),
  );
});

test("parseDatetime() reads seconds, fractions and zones as they are there", () => {
  for (const [text, iso] of [
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2024-02-29T13:45", "2024-02-29T13:45:00.000Z"],
    ["2024-02-29 13:45:10", "2024-02-29T13:45:10.000Z"],
    ["2024-02-29T13:45:10.5", "2024-02-29T13:45:10.500Z"],
    ["2024-02-29T13:45:10.123456789Z", "2024-02-29T13:45:10.123Z"],
    ["2024-02-29T13:45+01:00", "2024-02-29T12:45:00.000Z"],
    ["2024-02-29T13:45:10-0530", "2024-02-29T19:15:10.000Z"],
    ["2024-02-29T13:45:10.25+02", "2024-02-29T11:45:10.250Z"],
    [" 2000-02-29 ", "2000-02-29T00:00:00.000Z"],
  ]) {
    assert.equal(new Date(datetime(text)).toISOString(), iso, text);
  }
});

test("parseDatetime() gives NaN for other forms, and for days that are in no calendar", () => {
  for (const text of [
    ...["", "2024", "2024-02", "20240229", "29.02.2024", "02/29/2024", "2024/02/29", "2024-2-9", "24-02-29"],
    ...[
      "2023-02-29",
      "1900-02-29",
      "2024-13-01",
      "2024-00-01",
      "2024-01-00",
      "2024-04-31",
      "2024-01-01T",
      "2024-01-01T1",
    ],
    ...["2024-01-01T24:00", "2024-01-01T10:60", "2024-01-01T10:00:60", "2024-01-01T10:00:00.", "2024-01-01T10:00z"],
    ...["2024-01-01T10:00+1", "2024-01-01T10:00+24:00", "2024-01-01T10:00 UTC", "2024-01-01Z", "2024-01-01x10:00"],
  ]) {
    assert.ok(Number.isNaN(datetime(text)), text);
  }
});
