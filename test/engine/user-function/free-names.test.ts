import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseFunction } from "../../../src/engine/user-function/parse-function.js";

const free = (source: string): string[] => [...parseFunction(source).names.keys()].sort();
const assigned = (source: string): string[] =>
  [...parseFunction(source).names].filter(([, use]) => use.assigned).map(([name]) => name);

const forms: readonly (readonly [source: string, names: string])[] = [
  ["(x) => x + a", "a"],
  ["x => a(x)", "a"],
  ["async x => await a(x)", "a"],
  ["async (x) => { for await (const y of a) x(y); }", "a"],
  ["function (x) { return x * a }", "a"],
  ["function f(x) { return x ? f(x - 1) : a }", "a"],
  ["async function f() { await a; f() }", "a"],
  ["function* f() { yield* a; yield b }", "a b"],
  ["async function* f() { yield a }", "a"],
  ["m(x) { return x + a }", "a"],
  ["async m() { return a }", "a"],
  ["*m() { yield a }", "a"],
  ["async *m() { yield a }", "a"],
  ["get m() { return a }", "a"],
  ["set m(x) { a(x) }", "a"],
  ["'a key'() { return a }", "a"],
  ["1() { return a }", "a"],
  ["[Symbol.iterator]() { return a }", "a"],
  ["async ['x' + [1][0]]() { return a }", "a"],
  ["get() { return a }", "a"],
  ["async() { return a }", "a"],
  ["function() { return a }", "a"],
  ["class { m() { return a } }", "a"],
  ["class A extends B { m() { return new A() } }", ""],
  ["() => class A extends B { m() { return new A() } }", "B"],
  [
    "class A { x = a; #y = b; static z = c; [d] = 1; static { e; var f = 1; f } get g() { return this.#y } }",
    "a b c d e",
  ],
  ["class A { static #n = 0; has(x) { return #n in x } }", ""],
  ["(a, { b, c: [d, ...e], ...f }, g = a, ...h) => [a, b, c, d, e, f, g, h, i]", "c i"],
  ["(a = b) => { var b; return b }", "b"],
  ["() => { a(); var a }", ""],
  ["() => { a(); function a() {} }", ""],
  ["() => { { let a; } a }", "a"],
  ["() => { { var a; } a }", ""],
  ["() => { { function a() {} } a }", ""],
  ["() => { 'use strict'; { function a() {} } a }", "a"],
  ["() => { { async function a() {} } a }", "a"],
  ["() => { { let a; { function a() {} } } a }", "a"],
  ["() => { for (let a of b) a; a }", "a b"],
  ["() => { for (var a in b) a; a }", "b"],
  ["() => { for (let a = 0, n = b; a < n; a++) {} }", "b"],
  ["() => { for (const [a, { b = c }] of d) b; }", "c d"],
  ["() => { try { a } catch (e) { e } finally { b } e }", "a b e"],
  ["() => { try {} catch ({ message: m, code = c }) { m } }", "c"],
  ["() => { try {} catch { a } }", "a"],
  ["() => { switch (a) { case b: let c; default: c } c }", "a b c"],
  ["() => { a: for (;;) { continue a; } }", ""],
  ["() => { class A {} return A }", ""],
  ["() => { (class A {}); return A }", "A"],
  ["() => { (function a() { a }); a }", "a"],
  ["() => ({ a: 1, b, [c]: d, e() { return f }, get g() { return h }, 'i': j })", "b c d f h j"],
  ["() => x.a.b?.c[d]?.(e)", "d e x"],
  ["() => a`b$" + "{c}`", "a c"],
  ["() => import(a)", "a"],
  ["function () { return new.target ?? arguments.length + this.a }", ""],
  ["() => typeof a", "a"],
  ["() => { const { [a]: b = c } = d; }", "a c d"],
  ["(x) => (x?.a ?? x ** b) || !c", "b c"],
  ["() => /a/.test('b') && 1n", ""],
];

for (const [source, names] of forms) {
  test(`the free names of ${source} are: ${names || "none"}`, () => {
    assert.deepEqual(free(source), names.split(" ").filter(Boolean));
  });
}

test("a name that is given a new value is told from one that is read", () => {
  assert.deepEqual(
    assigned("() => { a = 1; b += 1; c++; [d, { x: e }] = f; for (g of h); ({ i = j } = k); l.m = 1 }"),
    ["a", "b", "c", "d", "e", "g", "i"],
  );
});

test("what is read off a name is told, and whether it is given a new value", () => {
  const use = parseFunction("() => { exports.a(exports.b); exports.c += 1; [exports.d] = []; delete exports.e }").names;
  const members = [...(use.get("exports")?.members ?? [])].map(([name, { assigned }]) => [name, assigned]);
  assert.deepEqual(members, [
    ["a", false],
    ["b", false],
    ["c", true],
    ["d", true],
    ["e", true],
  ]);
  assert.equal(use.get("exports")?.whole, false);
  assert.equal(parseFunction("() => exports['a']").names.get("exports")?.whole, true);
});

test("this, arguments and super of the place around a function are told from its own", () => {
  const outer = (source: string): unknown => parseFunction(source).outer;
  assert.equal(outer("() => this.a"), "this");
  assert.equal(outer("() => arguments[0]"), "arguments");
  assert.equal(outer("m() { return super.m() }"), "super");
  assert.equal(outer("() => () => [this]"), "this");
  for (const own of [
    "function () { return () => this.a + arguments.length }",
    "m() { return this.a }",
    "class A extends B { x = () => this.y; m() { return () => super.m() } static { this.z } }",
    "() => ({ m() { return super.toString() + this } })",
  ]) {
    assert.equal(outer(own), undefined, own);
  }
});

test("what is not the text of one function is refused", () => {
  for (const text of ["", "1", "() =>", "x => x) + (y => y", "function () {} + 1", "a() {}, b() {}"]) {
    assert.throws(() => parseFunction(text), SyntaxError, text);
  }
});

/**
 * Programs in which every name is one of three, so that scopes hide each other all the time. Each use stands in a `try`,
 * for a name may be declared further down.
 */
const name = fc.constantFrom("a", "b", "c");
const { body } = fc.letrec<{ statement: string; body: string; pattern: string; use: string }>((tie) => ({
  use: fc.oneof(
    name.map((n) => `try { ${n} } catch {}`),
    name.map((n) => `try { typeof ${n} } catch {}`),
    name.map((n) => `try { ${n} = 1 } catch {}`),
    fc.tuple(name, name).map(([n, m]) => `try { [${n} = (() => { try { ${m} } catch {} })()] = [] } catch {}`),
    fc.tuple(name, name).map(([n, m]) => `try { ({ ${n}: 1, x: { ${m} } }) } catch {}`),
  ),
  pattern: fc.oneof(
    { weight: 3, arbitrary: name },
    fc.tuple(name, name).map(([n, m]) => `[${n}, ...${m}]`),
    fc.tuple(name, name).map(([n, m]) => `{ ${n}: ${m} }`),
    fc.tuple(name, name).map(([n, m]) => `{ ${n} = (() => { try { ${m} } catch {} })() }`),
  ),
  body: fc.array(tie("statement"), { maxLength: 4 }).map((lines) => ["seen();", ...lines].join("\n")),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: tie("use") },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom("let", "const", "var"), tie("pattern"))
        .map(([kind, pattern]) => `${kind} ${pattern} = [];`),
    },
    { weight: 2, arbitrary: tie("body").map((inner) => `{ ${inner} }`) },
    fc
      .tuple(name, tie("pattern"), tie("body"))
      .map(([n, p, b]) => `function ${n}(${p} = []) { ${b} }\ntry { ${n}() } catch {}`),
    fc.tuple(name, tie("body")).map(([n, b]) => `try { (function ${n}() { ${b} })() } catch {}`),
    fc.tuple(tie("pattern"), tie("body")).map(([p, b]) => `try { ((${p} = []) => { ${b} })() } catch {}`),
    fc.tuple(name, name, tie("body")).map(([n, m, b]) => `class ${n} { static ${m} = (() => { ${b} })() }`),
    fc.tuple(name, tie("body")).map(([n, b]) => `try { (class ${n} { static { ${b} } }) } catch {}`),
    fc.tuple(tie("pattern"), tie("body")).map(([p, b]) => `try { throw [] } catch (${p}) { ${b} }`),
    fc
      .tuple(fc.constantFrom("let ", "const ", "var ", ""), name, tie("body"))
      .map(([kind, n, b]) => `try { for (${kind}${n} of [[]]) { ${b} } } catch {}`),
    fc
      .tuple(fc.constantFrom("let", "var"), name, tie("body"))
      .map(([kind, n, b]) => `for (${kind} ${n} = 1, once = 1; once-- > 0; ) { ${b} }`),
    fc.tuple(tie("body"), tie("body")).map(([b, c]) => `switch (1) { case 1: ${b}\n default: ${c} }`),
    fc.tuple(name, tie("body")).map(([n, b]) => `${n}: { ${b}\n break ${n}; }`),
  ),
}));

test("the free names of any nesting of scopes are those that V8 looks up outside", () => {
  let whole = 0;
  fc.assert(
    fc.property(body, (statements) => {
      let blocks = 0;
      const source = `function () { ${statements.replace(/seen\(\)/g, () => `seen(${blocks++})`)}\n}`;
      fc.pre(isProgram(source));
      const found = { read: free(source).filter((n) => n !== "seen"), assigned: assigned(source).sort() };
      const ran = runAndWatch(source);
      // A function whose name was overwritten before it was called has not run; then V8 has seen a part only.
      if (ran.blocks === blocks) assert.deepEqual(found, { read: ran.read, assigned: ran.assigned }, source);
      else
        assert.deepEqual(
          [ran.read, ran.assigned].flat().filter((n) => !found.read.includes(n)),
          [],
          source,
        );
      whole += ran.blocks === blocks ? 1 : 0;
    }),
    { numRuns: 2000 },
  );
  assert.ok(whole > 1000, `${whole} of 2,000 programs ran whole`);
});

function isProgram(source: string): boolean {
  try {
    new Function(`(${source})`);
    parseFunction(source);
    return true;
  } catch {
    return false;
  }
}

/** Runs the function where a proxy stands for everything outside it. */
function runAndWatch(source: string): { read: string[]; assigned: string[]; blocks: number } {
  const read = new Set<string>();
  const assigned = new Set<string>();
  const blocks = new Set<number>();
  const outside = new Proxy(
    {},
    {
      has: (_, key) => {
        if (typeof key === "string" && key.length === 1) read.add(key);
        return true;
      },
      get: (_, key) => (key === "seen" ? (block: number) => blocks.add(block) : undefined),
      set: (_, key) => {
        assigned.add(String(key));
        return true;
      },
    },
  );
  new Function("outside", `with (outside) { return (${source}) }`)(outside)();
  return { read: [...read].sort(), assigned: [...assigned].sort(), blocks: blocks.size };
}
