/**
 * A computation over five times the memory limit, which finishes by spilling: 160 partitions of 8 MiB are made and kept,
 * and each is added to another one. Before that, 10,000 tasks of microseconds, which must not have large ones sent ahead.
 * Prints the peak memory of the process beside the limit; needs nothing else. Then 2,000 partitions of 1 MiB that are
 * each used once: how much of that is in memory at a time.
 *
 *     npm run bench -- memory
 */
import { Client } from "../../dist/src/index.js";

const megabyte = 2 ** 20;
const memoryLimit = 256 * megabyte;
const count = 160;
const length = 8 * megabyte;

const client = new Client({ nWorkers: 2, memoryLimit });
await client.gather(
  client.map(
    (i) => i,
    Array.from({ length: 10_000 }, (_, i) => i),
  ),
);
const before = process.resourceUsage().maxRSS / 1024;
const began = performance.now();
let spilled = 0;
const watch = setInterval(() => {
  spilled = Math.max(spilled, client.info().memorySpilled);
}, 20);

const partitions = client.map(
  (i) => new Uint8Array(8 * 2 ** 20).fill(i),
  Array.from({ length: count }, (_, i) => i),
);
const sums = partitions.map((partition, i) =>
  client.submit(
    (a, b) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i] + b[i];
      return sum;
    },
    partition,
    partitions[(i * 61 + 17) % count],
  ),
);
const right = (await client.gather(sums)).every((sum, i) => sum === length * (i + ((i * 61 + 17) % count)));
if (!right) throw new Error("A sum is wrong.");
const seconds = (performance.now() - began) / 1000;
clearInterval(watch);
const peak = process.resourceUsage().maxRSS / 1024;
const flat = await mostInMemory();
await client.close();

/** Makes 2 GiB in partitions that are each used once, and gives the most bytes that values took meanwhile. */
async function mostInMemory() {
  const parts = client.map(
    (i) => new Uint8Array(2 ** 20).fill(i),
    Array.from({ length: 2000 }, (_, i) => i),
  );
  const firsts = client.map((part) => part[0], parts.splice(0));
  let most = 0;
  const look = client.engine.subscribe(() => {
    most = Math.max(most, client.info().memoryUsed);
  });
  const right = (await client.gather(firsts)).every((first, i) => first === i % 256);
  if (!right) throw new Error("A value is wrong.");
  look();
  return most;
}

const mebibytes = (bytes) => `${Math.round(bytes / megabyte)} MiB`;
console.log("| | |\n|---|---|");
console.log(`| 2,000 partitions of 1 MiB, each used once: most in memory at a time | ${mebibytes(flat)} |`);
console.log(`| partitions | ${count} of 8 MiB: ${mebibytes(count * length)} |`);
console.log(`| memory limit | ${mebibytes(memoryLimit)}, 2 workers |`);
console.log(`| most that was in files | ${mebibytes(spilled)} |`);
console.log(`| peak memory of the process | ${Math.round(peak)} MiB |`);
console.log(`| of that, before the first partition | ${Math.round(before)} MiB |`);
console.log(`| time, every sum exact | ${seconds.toFixed(1)} s |`);
