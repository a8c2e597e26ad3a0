import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type * as Kernel from "../../src/notebook/kernel.js";

const bundle = { "text/plain": "one", "text/html": "<i>one</i>", "text/latex": "one" };
const next = { ...bundle, "text/plain": "two", "text/html": "<i>two</i>" };
const showable = { [Symbol.for("Jupyter.display")]: () => bundle };

/** `kernel.ts` as it is loaded in a process with these globals. */
function loadIn(globals: object): typeof Kernel {
  Object.assign(globalThis, globals);
  const file = require.resolve("../../src/notebook/kernel.js");
  delete require.cache[file];
  return require(file);
}

afterEach(() => {
  Object.assign(globalThis, { __tslab__: undefined, Deno: undefined });
});

describe("a tslab whose inner modules are not found", () => {
  /** tslab's public module, and what it was told to show: the display, the type and the content. */
  function publicTslab() {
    const sent: string[][] = [];
    let displays = 0;
    const newDisplay = () => {
      const name = `display ${displays++}`;
      return { raw: (type: string, content: string) => sent.push([name, type, content]) };
    };
    const tslab = { display: newDisplay(), newDisplay };
    return { sent, __tslab__: { exports: {} as Record<string, unknown>, require: () => tslab } };
  }

  test("shows HTML through the public display, and updates it", () => {
    const { sent, __tslab__ } = publicTslab();
    const kernel = loadIn({ __tslab__ });
    kernel.show(bundle);
    kernel.show({ "text/plain": "plain" });
    const live = kernel.openDisplay(bundle);
    live.update(next);
    assert.deepEqual(
      sent.map(([, ...rest]) => rest),
      [
        ["text/html", "<i>one</i>"],
        ["text/plain", "plain"],
        ["text/html", "<i>one</i>"],
        ["text/html", "<i>two</i>"],
      ],
    );
    assert.equal(sent[2][0], sent[3][0], "the update goes to the display that was opened");
    assert.notEqual(sent[0][0], sent[2][0]);
  });

  test("shows the last expression", () => {
    const { sent, __tslab__ } = publicTslab();
    __tslab__.exports.tsLastExpr = undefined;
    const kernel = loadIn({ __tslab__ });
    assert.equal(kernel.register(), true);
    __tslab__.exports.tsLastExpr = showable;
    assert.equal(__tslab__.exports.tsLastExpr, undefined);
    assert.equal(sent.length, 1);
    __tslab__.exports.tsLastExpr = 42;
    assert.equal(__tslab__.exports.tsLastExpr, 42);
  });

  test("that does not let its exports be changed prints as before", () => {
    const { __tslab__ } = publicTslab();
    Object.freeze(__tslab__.exports);
    assert.equal(loadIn({ __tslab__ }).register(), false);
  });
});

describe("Deno's kernel", () => {
  test("gets bundles and updates in order, and needs no registering", async () => {
    const sent: unknown[][] = [];
    const display = async (...args: unknown[]) => {
      await null;
      sent.push(args);
    };
    const kernel = loadIn({ Deno: { jupyter: { display } } });
    assert.equal(kernel.inNotebook(), true);
    assert.equal(kernel.register(), true);
    const live = kernel.openDisplay(bundle);
    live.update(next);
    await new Promise(setImmediate);
    const id = (sent[0][1] as { display_id: string }).display_id;
    assert.deepEqual(sent, [
      [bundle, { raw: true, display_id: id, update: false }],
      [next, { raw: true, display_id: id, update: true }],
    ]);
  });
});

test("what Deno's kernel fails to show is printed as text, and what comes after it is shown", async (t) => {
  const sent: unknown[] = [];
  const display = async (shown: { readonly "text/plain": string }) => {
    if (shown["text/plain"] === "one") throw new Error("The socket is closed.");
    sent.push(shown);
  };
  const { mock } = t.mock.method(console, "log", () => {});
  const live = loadIn({ Deno: { jupyter: { display } } }).openDisplay(bundle);
  live.update(next);
  await new Promise(setImmediate);
  assert.deepEqual(sent, [next]);
  assert.deepEqual(mock.calls[0].arguments, ["one"]);
});

test("a terminal is no notebook: register() says so and unregister() does nothing", () => {
  const kernel = loadIn({});
  assert.equal(kernel.inNotebook(), false);
  assert.equal(kernel.register(), false);
  kernel.unregister();
});
