/** One run of what tasks.mjs measures, in milliseconds, as JSON. */
const began = performance.now();
const { Client } = await import("../../dist/src/index.js");
const times = { import: performance.now() - began };

const nWorkers = Number(process.argv[2]);
let client;
await time("start", async () => {
  client = new Client({ nWorkers });
  await client.submit(() => 1).result();
});
const numbers = Array.from({ length: 10_000 }, (_, i) => i);
for (const name of ["cold", "warm"]) await time(name, () => client.gather(client.map((x) => x, numbers)));

for (const [name, bytes] of [
  ["small", 10_000],
  ["large", 10_000_000],
]) {
  const shared = await client.scatter(new Uint8Array(bytes));
  const calls = Array.from({ length: 1000 }, () => shared);
  await time(name, () => client.gather(client.map((part) => part.length, calls)));
  times[name] /= 1000;
}

const partitions = client.map((i) => new Float64Array(1000).fill(i), numbers.slice(0, 1000));
await client.gather(partitions);
const add = (a, b) => a + b;
await time("tree", async () => {
  let level = client.map((part) => part.reduce((a, b) => a + b), partitions);
  while (level.length > 1) {
    const pairs = level.filter((_, i) => i % 2 === 0).map((left, i) => [left, level[2 * i + 1]]);
    level = pairs.map(([left, right]) => (right === undefined ? left : client.submit(add, left, right)));
  }
  if ((await level[0].result()) !== 499_500_000) throw new Error("The sum is wrong.");
});

const begun = new Int32Array(new SharedArrayBuffer(4));
const endless = client.map(
  (counter) => {
    for (Atomics.add(counter, 0, 1); ; );
  },
  Array.from({ length: 1000 }, () => begun),
);
while (begun[0] < nWorkers) await new Promise((resolve) => setTimeout(resolve, 5));
await time("cancel", () => client.cancel(endless));
await time("after", () => client.gather(client.map((x) => x, numbers.slice(0, nWorkers))));
times.after += times.cancel;
if (endless.some(({ status }) => status !== "cancelled")) throw new Error("A task was not cancelled.");
await client.close();
console.log(JSON.stringify(times));

async function time(name, run) {
  const start = performance.now();
  await run();
  times[name] = performance.now() - start;
}
