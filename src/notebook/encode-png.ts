import { crc32 } from "node:zlib";
import { zlibSync } from "fflate";

/**
 * Opaque pixels as a PNG with a palette of the most frequent colours: for charts a quarter of the size of one without.
 * fflate compresses, since Node's own zlib gives other bytes from version to version.
 *
 * @param pixels - four bytes a pixel: red, green, blue and an opacity that is not read.
 * @param dpi - how many pixels are an inch on paper.
 */
export function encodePng(width: number, height: number, pixels: Uint8Array, dpi: number): Uint8Array {
  const { palette, lines } = index(width, height, pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const dotsPerMetre = Math.round(dpi / 0.0254);
  density.writeUInt32BE(dotsPerMetre, 0);
  density.writeUInt32BE(dotsPerMetre, 4);
  density[8] = 1;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("pHYs", density),
    chunk("PLTE", palette),
    chunk("IDAT", zlibSync(lines, { level: 8 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most colours a picture keeps; what else there is are the soft edges of lines and letters. */
const mostColours = 48;

/** Each pixel as a place in the palette; each line begins with a 0, for no filter. */
function index(width: number, height: number, pixels: Uint8Array): { palette: Uint8Array; lines: Uint8Array } {
  const colours = new Uint32Array(width * height);
  for (let i = 0; i < colours.length; i++) {
    colours[i] = (pixels[4 * i] << 16) | (pixels[4 * i + 1] << 8) | pixels[4 * i + 2];
  }
  const counts = new Map<number, number>();
  // Most neighbours are alike: whole runs of them are counted, and looked up, at once.
  for (let i = 0, from = 0; i < colours.length; i++) {
    if (colours[i + 1] === colours[i]) continue;
    counts.set(colours[i], (counts.get(colours[i]) ?? 0) + i + 1 - from);
    from = i + 1;
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const kept = byCount.slice(0, mostColours);
  const palette = Uint8Array.from(kept.flatMap(channels));
  const places = new Map(
    byCount.map((colour, place) => [colour, place < kept.length ? place : nearest(channels(colour), palette)]),
  );
  const lines = new Uint8Array((width + 1) * height);
  for (let i = 0, place = 0; i < colours.length; i++) {
    if (i === 0 || colours[i] !== colours[i - 1]) place = places.get(colours[i]) as number;
    lines[i + Math.floor(i / width) + 1] = place;
  }
  return { palette, lines };
}

/** The place of the colour that differs least, by the squares of the channels' differences. */
function nearest([r, g, b]: readonly number[], palette: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < palette.length; i += 3) {
    const far = (r - palette[i]) ** 2 + (g - palette[i + 1]) ** 2 + (b - palette[i + 2]) ** 2;
    if (far >= least) continue;
    best = i / 3;
    least = far;
  }
  return best;
}

function channels(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
