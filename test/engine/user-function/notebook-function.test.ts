import assert from "node:assert/strict";
import net from "node:net";
import { sep } from "node:path";
import { Readable } from "node:stream";
import test, { after, before } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import { packFunction } from "../../../src/engine/user-function/pack-function.js";
import { unpackFunction } from "../../../src/engine/user-function/unpack-function.js";
import { UserFunctionError } from "../../../src/engine/user-function/user-function-error.js";
import { Cells } from "./cells.js";
import { TestWorker } from "./worker.js";

const cells = new Cells();
let worker: TestWorker;
before(() => {
  cells.open();
  worker = new TestWorker();
});
after(async () => {
  cells.close();
  await worker.close();
});

/** Packs the cell's `exports.f`, runs it in a worker, and gives what it returns. */
const inWorker = (cell: string, ...args: unknown[]): Promise<unknown> =>
  worker.run(packFunction(cells.run(cell)), ...args);

const importDefault = "const d = (m) => m && m.__esModule ? m : { default: m };";
const importStar = `const star = (m) => {
  if (m && m.__esModule) return m;
  const r = {};
  for (const k in m) if (k !== "default") Object.defineProperty(r, k, { enumerable: true, get: () => m[k] });
  Object.defineProperty(r, "default", { enumerable: true, value: m });
  return r;
};`;

const travels: readonly (readonly [title: string, cell: string, result: unknown])[] = [
  ["a value of the same cell", "const k = { a: 2 }; exports.f = () => k.a", 2],
  ["a value of an earlier cell", "exports.k = 3; exports.f = () => exports.k", 3],
  [
    "a variable of a function around it",
    "const make = (n) => { exports.n = 9; return () => n }; exports.f = make(4)",
    4,
  ],
  ["a local variable, and not another cell's of that name", "exports.x = 1; { const x = 5; exports.f = () => x }", 5],
  ["a name of the notebook that hides a global one", "const performance = 6; exports.f = () => performance", 6],
  ["a loop's variable", "for (let i = 0; i < 3; i++) exports.f = () => i", 2],
  ["undefined", "let u; exports.f = () => [u, typeof u, typeof nowhere]", [undefined, "undefined", "undefined"]],
  ["minus zero beside zero", "const a = 0, b = -0; exports.f = () => Object.is(a, b)", false],
  ["an import of the same cell", 'const path_1 = require("path"); exports.f = () => path_1.sep', sep],
  [
    "a default import of the same cell",
    `${importDefault} const fs_1 = d(require("node:fs")); exports.f = () => typeof fs_1.default.readFileSync`,
    "function",
  ],
  [
    "a namespace of the same cell",
    `${importStar} const path = star(require("path")); exports.f = () => [path.join("a", "b"), path.default.sep]`,
    [`a${sep}b`, sep],
  ],
  [
    "an import of an earlier cell",
    'exports.join = require("path").join; exports.f = () => exports.join("a", "b")',
    `a${sep}b`,
  ],
  [
    "an import of an earlier cell under another name",
    'exports.read = require("node:fs/promises").readFile; exports.f = () => exports.read.name',
    "readFile",
  ],
  ["a package", 'exports.acorn = require("acorn"); exports.f = () => typeof exports.acorn.parse', "function"],
  [
    "a function of a package under another name",
    'exports.read = require("acorn").tokenizer; exports.f = () => exports.read("a", { ecmaVersion: 2022 }).getToken().value',
    "a",
  ],
  ["require", 'exports.f = () => require("path").sep', sep],
  [
    "a function of Node's own globals",
    "const { max } = Math, log = console.log; exports.f = () => [max(1, 7), typeof log]",
    [7, "function"],
  ],
  ["another function", "function g(x) { return x + k } const k = 1; exports.f = () => g(6)", 7],
  [
    "functions that call each other",
    "const even = (n) => n === 0 || odd(n - 1), odd = (n) => n !== 0 && even(n - 1); exports.f = () => [even(10), odd(7)]",
    [true, true],
  ],
  [
    "a function that calls itself by the notebook's name",
    "exports.f = (n = 5) => n < 2 ? 1 : n * exports.f(n - 1)",
    120,
  ],
  ["a method", "const o = { m(x = 1) { return x + 1 } }; exports.f = o.m", 2],
  ["a method under a symbol", "const o = { [Symbol.iterator]() { return 3 } }; exports.f = o[Symbol.iterator]", 3],
  ["a getter's function", "exports.f = Object.getOwnPropertyDescriptor({ get a() { return 4 } }, 'a').get", 4],
  ["an async function", "const k = Promise; exports.f = async () => (await k.resolve(2)) + 1", 3],
  ["a generator", "const n = 3; exports.f = function* () { for (let i = 0; i < n; i++) yield i }", [0, 1, 2]],
  ["an async generator", "const n = 2; exports.f = async function* () { for (let i = 0; i < n; i++) yield i }", [0, 1]],
  ["a function with properties", "const g = Object.assign(() => g.k, { k: 8 }); exports.f = () => g()", 8],
  [
    "an object with functions",
    "const o = { a: { sq: (x) => x * x }, list: [(x) => x + 1] }; exports.f = () => o.list[0](o.a.sq(3))",
    10,
  ],
  [
    "a Map with functions",
    "const m = new Map([['a', () => 1]]), s = new Set([() => 2]); exports.f = () => [m.get('a')(), [...s][0]()]",
    [1, 2],
  ],
  [
    "one object that two functions use",
    "const o = {}; const a = () => o, b = () => o; exports.f = () => a() === b()",
    true,
  ],
  [
    "one object that is also inside another",
    "const i = [1], o = { i }; exports.f = () => { i.push(2); return o.i }",
    [1, 2],
  ],
  ["objects that lead to each other", "const a = { g: () => b }, b = { a }; exports.f = () => b.a.g() === b", true],
  [
    "an object without a prototype",
    "const o = Object.create(null); o.a = 1; exports.f = () => [Object.getPrototypeOf(o), o.a]",
    [null, 1],
  ],
  [
    "a prototype that is no class's",
    "const o = Object.create({ hi() { return 'hi' } }); exports.f = () => o.hi()",
    "hi",
  ],
  [
    "a hostile key",
    'const o = JSON.parse(\'{"__proto__": {"a": 1}, "g": 1}\'); o.g = () => 1; exports.f = () => [o.a, Object.keys(o)]',
    [undefined, ["__proto__", "g"]],
  ],
  [
    "a class",
    "class P { constructor(x) { this.x = x } static of(x) { return new P(x) } get y() { return this.x } } exports.f = () => P.of(3).y",
    3,
  ],
  [
    "a class with private fields, static fields and blocks",
    "const k = 2; class P { #a = k; static n = 1; static { P.n += k } m() { return this.#a } } exports.f = () => [new P().m(), P.n]",
    [2, 3],
  ],
  ["a class whose static fields changed since", "class P { static n = 1 } P.n = 5; exports.f = () => P.n", 5],
  [
    "a class of an earlier cell that another one extends",
    "exports.A = class A { hi() { return 'A' } }; class B extends exports.A { hi() { return super.hi() + 'B' } } exports.f = () => new B().hi()",
    "AB",
  ],
  [
    "a class that extends what a function makes, or an import",
    `const events_1 = require("events"); const { A, B } = (() => {
       const mixin = (C) => class extends C { hi() { return 1 } };
       return { A: class extends mixin(Object) {}, B: class B extends events_1.EventEmitter {} };
     })();
     exports.f = () => [new A().hi(), new B().on("a", () => {}).emit("a")]`,
    [1, true],
  ],
  [
    "a class with a computed key",
    "exports.key = 'k'; const Parent = 1; class P extends Map { [exports.key]() { return Parent } } exports.f = () => new P().k()",
    1,
  ],
  [
    "an instance",
    "class P { x = 1; y() { return this.x } } const p = new P(); p.x = 7; exports.f = () => [p.y(), p instanceof P]",
    [7, true],
  ],
  [
    "an instance with functions and others like it",
    "class N { constructor(n) { this.next = n; this.g = () => n } } const n = new N(new N()); n.next.next = n; exports.f = () => n.next.next === n && n.g() === n.next",
    true,
  ],
  [
    "an instance of an old-style class",
    "function P() { this.a = 1 } P.prototype.g = function () { return this.a }; const p = new P(); exports.f = () => p.g()",
    1,
  ],
  [
    "a class that is used by what it uses",
    "const make = () => new P(); class P { static make() { return make() } } exports.f = () => P.make() instanceof P",
    true,
  ],
  [
    "an array of a class of its own",
    "class L extends Array { last() { return this.at(-1) } } const l = L.of(1, 2); exports.f = () => [l.last(), l.length]",
    [2, 2],
  ],
  [
    "an error of a class of its own",
    "class E extends Error { code = 3 } const e = new E('no', { cause: 1 }); exports.f = () => [e instanceof E, e.message, e.code, e.cause]",
    [true, "no", 3, 1],
  ],
  [
    "errors",
    "const e = new RangeError('no'); exports.f = () => [e.name, e instanceof RangeError, Object.keys(e)]",
    ["RangeError", true, []],
  ],
  [
    "symbols",
    "const s = Symbol.for('s'), o = { [s]: 1, [Symbol.toPrimitive]: () => 5 }; exports.f = () => [o[s], +o]",
    [1, 5],
  ],
  ["a Buffer", "const b = Buffer.from('abc'); exports.f = () => [b.toString(), b.buffer.byteLength]", ["abc", 3]],
  [
    "typed arrays on one buffer",
    "const a = new Uint8Array(4), b = new Uint8Array(a.buffer, 1); exports.f = () => { b[0] = 1; return [...a] }",
    [0, 1, 0, 0],
  ],
  ["dates and regular expressions", "const d = new Date(5), r = /a/g; exports.f = () => [+d, r.flags]", [5, "g"]],
  ["an array with holes", "const a = [, 1, () => 2]; a.length = 5; exports.f = () => [0 in a, a.length]", [false, 5]],
  [
    "helpers of TypeScript",
    `${importStar} exports.f = () => Promise.resolve().then(() => star(require("node:os"))).then((os) => os.EOL.length > 0)`,
    true,
  ],
];

for (const [title, cell, result] of travels) {
  test(`goes along: ${title}`, async () => {
    assert.deepEqual(await inWorker(cell), result);
  });
}

const stays: readonly (readonly [title: string, cell: string, message: RegExp, path: string | undefined])[] = [
  ["a promise", "const p = Promise.resolve(1); exports.f = () => p", /"p", which is a promise.*Await it first/, "p"],
  [
    "a name that does not exist",
    "exports.f = function f() { return nowhere + 1 }",
    /The function "f" uses "nowhere", which does not exist/,
    "nowhere",
  ],
  ["a name no cell has", "exports.f = () => exports.gone", /"gone", which does not exist in the notebook/, "gone"],
  ["all names at once", "exports.f = (k) => exports[k]", /"exports", which stands for all names/, "exports"],
  [
    "an assignment",
    "let total = 0; exports.f = (x) => { total += x }",
    /"total", which it gives a new value.*Return the value/,
    "total",
  ],
  [
    "an assignment to another cell's name",
    "exports.n = 0; exports.f = () => exports.n++",
    /"n", which it gives a new value/,
    "n",
  ],
  ["an assignment to no one's name", "exports.f = () => { made = 1 }", /"made", which it gives a new value/, "made"],
  [
    "a symbol of its own",
    "const s = Symbol('s'); exports.f = () => s",
    /"s", which is a symbol of its own.*Symbol\.for/,
    "s",
  ],
  ["a WeakMap", "const o = { a: [new WeakMap()] }; exports.f = () => o", /"o\.a\[0\]", which is a WeakMap/, "o.a[0]"],
  ["a Proxy", "const o = new Proxy({}, {}); exports.f = () => o", /"o", which is a Proxy/, "o"],
  [
    "a bound function",
    "const g = ((x) => x).bind(null, 1); exports.f = () => g()",
    /"g", which is a native function.*Wrap it/,
    "g",
  ],
  [
    "a running generator",
    "const g = (function* () {})(); exports.f = () => g",
    /"g", which is a running generator/,
    "g",
  ],
  [
    "a private field of an instance",
    "class P { #a = 1 } const p = new P(); exports.f = () => p",
    /"p", which is an instance of P, whose private field #a/,
    "p",
  ],
  [
    "this of a place around",
    "exports.f = (() => () => this.a)()",
    /The function uses "this" of the place where it is written/,
    undefined,
  ],
  ["super of a method", "exports.f = { m() { return super.m() } }.m", /The function "m" uses "super"/, undefined],
  [
    "an instance of a class of Node",
    "const u = new URL('http://a'); exports.f = () => u",
    /"u", which is an instance of URL/,
    "u",
  ],
  [
    "something deep in what another function uses",
    "const config = { list: new Map([['a', [Promise.resolve()]]]) }; const helper = () => config; exports.f = () => helper()",
    /The function \(through "helper"\) uses "\[\.\.\.config\.list\]\[0\]\[0\]"/,
    "helper → [...config.list][0][0]",
  ],
];

for (const [title, cell, message, path] of stays) {
  test(`does not go along: ${title}`, () => {
    delete cells.exports.f;
    const fn = cells.run(cell);
    if (fn.name === "exports.f") Object.defineProperty(fn, "name", { value: "" });
    assert.throws(
      () => packFunction(fn),
      (error) => {
        assert.ok(error instanceof UserFunctionError, String(error));
        assert.match(error.message, message);
        assert.equal(error.where.path, path);
        return true;
      },
    );
  });
}

test("a name whose declaration has not been reached does not go along; V8 before Node 22 reads it as undefined", () => {
  const fn = cells.run("const fn = () => later; exports.f = fn; { return } const later = 1");
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 22) assert.equal(unpackFunction(packFunction(fn))(), undefined);
  else assert.throws(() => packFunction(fn), /"later", which has no value yet/);
});

test("an instance keeps its hidden and its computed properties", async () => {
  const cell = `class T { constructor() {
    Object.defineProperty(this, "hidden", { value: 2, enumerable: false });
    Object.defineProperty(this, "a", { get() { return this.hidden * 2 } });
  } }
  const t = new T(); exports.f = () => [t.hidden, t.a, Object.keys(t)]`;
  assert.deepEqual(await inWorker(cell), [2, 4, []]);
});

test("sockets and streams do not go along, and their place is named", () => {
  cells.exports.config = { socket: new net.Socket() };
  const named = { name: "UserFunctionError", where: { function: "", path: "config.socket" } };
  assert.throws(() => packFunction(cells.run("exports.f = (0, () => exports.config)")), named);
  cells.exports.stream = Readable.from([]);
  assert.throws(() => packFunction(cells.run("exports.f = (0, () => exports.stream)")), /an instance of Readable/);
});

test("typed arrays in shared memory stay shared, with functions beside them or not", async () => {
  const counts = new Int32Array(new SharedArrayBuffer(16), 4, 2);
  cells.exports.counts = counts;
  await inWorker(
    "const o = { counts: exports.counts, g: () => 1 }; exports.f = () => { o.counts[1] = 5; exports.counts[0] = 4 }",
  );
  assert.deepEqual([...counts], [4, 5]);
});

test("values go along as they are when the function is packed", async () => {
  cells.exports.list = [1];
  const packed = packFunction(cells.run("exports.f = () => exports.list"));
  (cells.exports.list as number[]).push(2);
  assert.deepEqual(await worker.run(packed), [1]);
});

test("equal functions that use equal values have equal hashes, others not", () => {
  const pack = (cell: string): string => packFunction(cells.run(cell)).hash;
  const cell = "const k = { a: [1, 'x'], g: () => 2 }; exports.f = () => k";
  assert.equal(pack(cell), pack(cell));
  assert.notEqual(pack(cell), pack(cell.replace("1", "2")));
  assert.notEqual(pack("exports.f = () => 1"), pack("exports.f = () => 2"));
});

test("an error inside tells where: the function, and that it came from the notebook", async () => {
  const packed = packFunction(
    cells.run("function inner() { throw new Error('no') }\nexports.f = function outer() {\n  return inner()\n}"),
  );
  await assert.rejects(worker.run(packed), (error: Error) => {
    assert.match(error.stack ?? "", /at inner \(notebook#inner:1:\d+\)\n\s+at outer \(notebook#outer:2:10\)/);
    return true;
  });
});

test("a thread makes a function once", () => {
  const packed = packFunction(cells.run("let calls = { n: 0 }; exports.f = () => ++calls.n"));
  assert.equal(unpackFunction(packed)(), 1);
  assert.equal(unpackFunction(packed)(), 2);
});

test("any data comes through as it is, alone and beside a function", () => {
  const data = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(data, (value) => {
      // To Node 20 an invalid date is equal to no other.
      fc.pre(!inspect(value, { depth: null }).includes("Invalid Date"));
      cells.exports.value = value;
      const alone = unpackFunction(packFunction(cells.run("exports.f = () => exports.value")))();
      assert.deepStrictEqual(alone, value);
      const beside = unpackFunction(
        packFunction(cells.run("const v = { value: exports.value, g: () => v }; exports.f = () => v.g().value")),
      )();
      assert.deepStrictEqual(beside, value);
    }),
    { numRuns: 500 },
  );
});
