import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { Client, progress } from "../../src/index.js";

const client = new Client({ nWorkers: 2 });
const folder = mkdtempSync(join(tmpdir(), "report-test-"));
after(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

test("performanceReport() writes what the workers did to a page, and gives what the work returns", async () => {
  const file = join(folder, "report.html");
  const total = await client.performanceReport(file, async () => {
    const squares = client.map(
      function square(x: number) {
        return x * x;
      },
      Array.from({ length: 50 }, (_, i) => i),
    );
    return (await client.gather(squares)).reduce((a, b) => a + b);
  });
  assert.equal(total, 40425);
  const page = readFileSync(file, "utf8");
  assert.equal(page.match(/<title>square: /g)?.length, 50);
  assert.match(page, /<th scope="row"[^>]*>square<\/th><td[^>]*>50<\/td>/);
  assert.match(page, /2 workers, worker threads/);
});

test("performanceReport() writes the page also when the work fails, with the task that failed", async () => {
  const file = join(folder, "failed.html");
  const fails = () => {
    throw new RangeError("as planned");
  };
  await assert.rejects(
    client.performanceReport(file, () => client.submit(fails).result()),
    /as planned/,
  );
  assert.match(readFileSync(file, "utf8"), /<title>fails: .*, failed<\/title>/);
});

test("performanceReport() says that the file cannot be written before the work begins", async () => {
  let begun = false;
  const work = async (): Promise<void> => {
    begun = true;
  };
  await assert.rejects(client.performanceReport(join(folder, "no", "report.html"), work), {
    message: /^The report cannot be written to ".*report\.html": ENOENT: no such file or directory/,
  });
  assert.equal(begun, false);
});

test("progress() takes one future or several, done or not, and returns at once", async () => {
  const [one, two] = [client.submit(() => 1), client.submit(() => 2)];
  progress(one);
  await two.result();
  progress([one, two], "numbers");
  progress([]);
  assert.deepEqual(await client.gather([one, two]), [1, 2]);
});
