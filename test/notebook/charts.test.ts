import assert from "node:assert/strict";
import test from "node:test";
import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { encodePng } from "../../src/notebook/encode-png.js";
import { simplify } from "../../src/notebook/unit-chart.js";

/** The pixels of a PNG with a palette and no filters. */
function decode(png: Uint8Array): { width: number; height: number; rgb: number[] } {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const [header, palette, data] = ["IHDR", "PLTE", "IDAT"].map((type) => chunks.get(type) as Buffer);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(data);
  const rgb = Array.from({ length: width * height }, (_, i) => {
    const place = 3 * lines[i + Math.floor(i / width) + 1];
    return palette.readUIntBE(place, 3);
  });
  return { width, height, rgb };
}

test("encodePng() keeps every pixel of a picture with few colours", () => {
  const colours = [0xffffff, 0x1f2328, 0x0072b2];
  const wanted = Array.from({ length: 35 }, (_, i) => colours[(i * i) % 3]);
  const pixels = Uint8Array.from(wanted.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255, 255]));
  assert.deepEqual(decode(encodePng(7, 5, pixels, 96)), { width: 7, height: 5, rgb: wanted });
});

test("encodePng() gives each colour of a picture with many the nearest one that it keeps", () => {
  const wanted = Array.from({ length: 100 }, (_, i) => i * 0x010101);
  const pixels = Uint8Array.from(wanted.flatMap((c) => [c & 255, c & 255, c & 255, 255]));
  const { rgb } = decode(encodePng(10, 10, pixels, 96));
  assert.equal(new Set(rgb).size, 48);
  assert.deepEqual(rgb.slice(0, 48), wanted.slice(0, 48));
  assert.ok(rgb.slice(48).every((colour) => colour === 47 * 0x010101));
});

test("simplify() keeps the ends, only points that were there, and none further from the line than it may be", () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 60 }), (points) => {
      const kept = simplify(points, 1);
      assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
      for (const p of points) assert.ok(kept.some((_, i) => i > 0 && distance(p, kept[i - 1], kept[i]) <= 1 + 1e-9));
    }),
  );
});

type Point = readonly [number, number];

function distance(p: Point, a: Point, b: Point): number {
  const steps = Array.from({ length: 1001 }, (_, i) => i / 1000);
  const at = steps.map((t) => Math.hypot(p[0] - a[0] - t * (b[0] - a[0]), p[1] - a[1] - t * (b[1] - a[1])));
  return Math.min(...at) - 0.1;
}
