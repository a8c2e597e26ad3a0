/** The made CSV files that csv.mjs reads: the same bytes on every machine. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the files are kept between runs. */
export const scratch = join(tmpdir(), "danfo-distributed-bench");

const codes = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Each kind of file: its header, and a row of it from a source of random numbers below 1. */
const kinds = {
  /** 4 columns of whole numbers, 10 of short decimals, 2 of doubles in full (16 or 17 digits). */
  numeric: {
    header: `${names("i", 4)},${names("d", 10)},${names("f", 2)}`,
    row(random) {
      const cells = [];
      for (const top of [2, 100, 10_000, 1_000_000]) cells.push(Math.floor(random() * top));
      for (let i = 0; i < 10; i++) cells.push(decimal(random, 2 + (i % 4)));
      cells.push(random(), -random() * 1000);
      return cells.join();
    },
  },
  /** Doubles in full alone. */
  doubles: {
    header: names("f", 6),
    row: (random) => [random(), random() - 0.5, random() * 90, random() * 1e6, -random(), 1 / random()].join(),
  },
  /** A row's number, few texts, some thousand texts, texts that are all different, quoted texts, dates, times, numbers. */
  mixed: {
    header: "id,carrier,city,code,note,day,at,price,weight,late",
    row(random, i) {
      const code = Array.from({ length: 10 }, () => codes[Math.floor(random() * 32)]).join("");
      const city = `City ${Math.floor(random() * random() * 5000)}`;
      const note = `"${["on time", "late, weather", 'cancelled, ""crew""', "Zürich"][Math.floor(random() * 4)]}"`;
      const at = new Date(1.5e12 + Math.floor(random() * 2e8) * 1000).toISOString();
      const carrier = ["AA", "DL", "UA", "WN", "B6", "AS", "NK", "F9"][Math.floor(random() * 8)];
      const cells = [i, carrier, city, code, note, at.slice(0, 10), at.slice(0, 19), decimal(random, 2)];
      return [...cells, decimal(random, 3), random() < 0.2].join();
    },
  },
};

/** Megabytes of rows that are made; larger files have them several times. */
const MOST_MADE = 500;

/** The path of the file of a kind with so many megabytes, made if it is not there. */
export function csvFile(kind, megabytes) {
  const path = join(scratch, `${kind}-${megabytes}.csv`);
  if (existsSync(path)) return path;
  mkdirSync(scratch, { recursive: true });
  if (megabytes > MOST_MADE) return repeated(csvFile(kind, MOST_MADE), path, megabytes / MOST_MADE);
  const { header, row } = kinds[kind];
  const random = randomNumbers(42);
  const handle = openSync(`${path}.part`, "w");
  let text = `${header}\n`;
  for (let i = 0, written = 0; written + text.length < megabytes * 1e6; i++) {
    text += `${row(random, i)}\n`;
    if (text.length > 2 ** 20) {
      written += writeSync(handle, text);
      text = "";
    }
  }
  writeSync(handle, text);
  closeSync(handle);
  renameSync(`${path}.part`, path);
  return path;
}

/** Writes the file again and again, with one header, to another path. */
function repeated(file, path, times) {
  const handle = openSync(`${path}.part`, "w");
  const text = readFileSync(file);
  const rows = text.subarray(text.indexOf("\n") + 1);
  const header = text.subarray(0, text.length - rows.length);
  for (const part of [header, ...Array(times).fill(rows)]) {
    for (let written = 0; written < part.length; ) written += writeSync(handle, part, written);
  }
  closeSync(handle);
  renameSync(`${path}.part`, path);
  return path;
}

function names(letter, count) {
  return Array.from({ length: count }, (_, i) => `${letter}${i}`).join();
}

function decimal(random, digits) {
  return (random() * 2000 - 1000).toFixed(digits);
}

/** Numbers from 0 up to 1 in 53 bits, by SplitMix32 in pairs. */
function randomNumbers(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 2 ** 53;
}
