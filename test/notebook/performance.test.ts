import assert from "node:assert/strict";
import { test } from "node:test";
import type { PerformanceRecord } from "../../src/client/performance-report.js";
import { performancePage } from "../../src/notebook/performance/page.js";
import { groupTasks, timeText } from "../../src/notebook/performance/summary.js";
import { accessibilityViolations, launchBrowser } from "./browser.js";
import { matchesSnapshot } from "./snapshot.js";

const start = Date.UTC(2026, 0, 2, 3, 4, 5);
const hostile = '<script>alert("1")</script>&';

const record: PerformanceRecord = {
  kind: "worker threads",
  nWorkers: 2,
  memoryLimit: 2 ** 30,
  start,
  stop: start + 2000,
  tasks: [
    { name: "forest.grow", label: "tree 1 of 2", worker: 1, start, stop: start + 1500, failed: false },
    { name: "forest.grow", label: "tree 2 of 2", worker: 2, start: start + 100, stop: start + 1100, failed: false },
    { name: "user.call", label: hostile, worker: 2, start: start + 1200, stop: start + 1204, failed: true },
  ],
  memory: [
    { time: start, used: 0, spilled: 0 },
    { time: start + 1000, used: 6e8, spilled: 0 },
    { time: start + 2000, used: 3e8, spilled: 4e8 },
  ],
  losses: [{ time: start + 700, reason: `Worker 2 exited with code 9. ${hostile}` }],
};

test("the performance report looks as it did", () => matchesSnapshot("performance.html", performancePage(record)));

test("the page needs nothing from elsewhere, runs no script and shows labels as text", () => {
  const page = performancePage(record);
  assert.doesNotMatch(page, /<script|\son\w+=|(src|href)=|url\(|@import/);
  assert.match(page, /default-src 'none'/);
  assert.ok(page.includes("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;: 4.0 ms, failed"));
});

test("the page is no wider than the screen, and can be used by everybody", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 380, height: 600 }, bypassCSP: true });
    const label = "aFunctionWithALongName".repeat(4);
    const tasks = record.tasks.map((task) => ({ ...task, name: "user.call", label }));
    await page.setContent(performancePage({ ...record, tasks }));
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 380);
    assert.deepEqual(await accessibilityViolations(page), []);
  } finally {
    await browser.close();
  }
});

test("a record of nothing, and one of many thousand tasks, are shown too", () => {
  assert.match(
    performancePage({ ...record, nWorkers: 0, tasks: [], memory: [], losses: [], stop: start }),
    /0, 0\.0 ms/,
  );
  const tasks = Array.from({ length: 20_000 }, (_, i) => ({
    ...record.tasks[0],
    start: start + i / 10,
    stop: start + i,
  }));
  const page = performancePage({ ...record, tasks, stop: start + 20_000 });
  assert.match(page, /The 15,000 shortest are not drawn/);
  assert.ok(page.length < 2e6, `${page.length} characters`);
});

test("a record of many hours is shown", () => {
  const memory = Array.from({ length: 200_000 }, (_, i) => ({ time: start + 50 * i, used: 2 ** 20 + i, spilled: 0 }));
  assert.match(performancePage({ ...record, memory, stop: start + 1e7 }), /1\.2 MiB at most, of 1\.0 GiB/);
});

test("tasks are summed up by name, those of users' functions by the function's", () => {
  assert.deepEqual(groupTasks(record.tasks), [
    { name: "forest.grow", count: 2, failed: 0, total: 2500, longest: 1500 },
    { name: hostile, count: 1, failed: 1, total: 4, longest: 4 },
  ]);
});

test("times are written as people read them", () => {
  assert.deepEqual([0.04, 9.9, 12.3, 999, 1500, 200_000].map(timeText), [
    "0.0 ms",
    "9.9 ms",
    "12 ms",
    "999 ms",
    "1.5 s",
    "3 min 20 s",
  ]);
});
