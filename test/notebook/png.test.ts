import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { after } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "png-test-"));
after(() => rmSync(folder, { recursive: true }));

/** Paints a picture, and another one when the thread that paints has ended, in a program whose threads start with this code. */
function paintTwice(code: string): string[] {
  const [png, svg, html] = ["png", "svg", "html"].map((name) =>
    JSON.stringify(resolve(__dirname, `../../src/notebook/${name}.js`)),
  );
  const preload = join(folder, "preload.cjs");
  writeFileSync(preload, `if (!require("node:worker_threads").isMainThread) { ${code} }`);
  const program = `
    const { pictureBase64 } = require(${png});
    const { picture } = require(${svg});
    const { html } = require(${html});
    const drawn = picture(40, 20, "A line", [html\`<path d="M0 0L40 20" stroke="#000"/>\`]);
    const paint = () => console.log(pictureBase64(drawn)?.slice(0, 8));
    const alive = setInterval(() => {}, 1000);
    process.once("worker", (thread) => thread.on("exit", () => {
      paint();
      clearInterval(alive);
    }));
    paint();`;
  const args = ["-r", preload, "-e", program];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
  assert.equal(status, 0, stderr);
  return stdout.trim().split("\n");
}

/** How every PNG begins, in base64. */
const signature = "iVBORw0K";

test("a painter that ends with an error after a picture does not end the program, and the next picture gets another", () => {
  const code = `
    const { notify } = Atomics;
    Atomics.notify = (...args) => {
      setImmediate(() => { throw new Error("broken"); });
      return notify(...args);
    };`;
  assert.deepEqual(paintTwice(code), [signature, signature]);
});

test("where resvg cannot be loaded a chart has no PNG, and the program goes on", () => {
  const code = `
    const Module = require("node:module");
    const { _resolveFilename: find } = Module;
    Module._resolveFilename = function (name, ...rest) {
      if (name.includes("resvg")) throw new Error(name + " is not installed");
      return find.call(this, name, ...rest);
    };`;
  assert.deepEqual(paintTwice(code), ["undefined", "undefined"]);
});
