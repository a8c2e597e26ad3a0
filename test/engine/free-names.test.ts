import assert from "node:assert/strict";
import test from "node:test";
import { type AnyNode, parse } from "acorn";
import { freeNames } from "../../src/engine/free-names.js";

const namesIn = (code: string) => [...freeNames(parse(`(${code})`, { ecmaVersion: "latest" }) as AnyNode)];

const cases: readonly [what: string, code: string, free: readonly string[]][] = [
  ["parameters, their defaults and patterns", "({ a, b: [c, ...d] }, e = a + f, ...g) => [a, c, d, e, g]", ["f"]],
  ["variables, before and after their declaration", "() => { x; y; var x; let y; if (z) { var w } return w; }", ["z"]],
  ["block scopes", "() => { { const inner = 1; } return inner; }", ["inner"]],
  ["loops", "() => { for (const i of list) i; for (let j = 0; j < 3; j++) j; for (k in o) k; }", ["list", "k", "o"]],
  ["catch clauses and labels", "() => { out: try { break out; } catch ({ message }) { message; } }", []],
  ["switch cases", "(x) => { switch (x) { case 1: let y = 2; default: return y; } }", []],
  ["fields and methods", "(o) => ({ a: o.b, c() { return o?.d; }, [e]: 1, f })", ["e", "f"]],
  ["the function's own name and arguments", "function own() { return own(arguments.length); }", []],
  ["arguments of an arrow function", "() => arguments", ["arguments"]],
  ["functions declared within", "() => { helper(); function helper() { return local; } var local; }", []],
  ["classes", "() => { class A extends B { static #p = c; m() { return A.#p; } static { d; } } }", ["B", "c", "d"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code under test.
  ["templates, tags, new and spread", "() => tag`${a} ${new B(...c)}`", ["tag", "a", "B", "c"]],
  ["assignment to a name from outside", "() => { ({ a: total } = { a: 1 }); count += 1; }", ["total", "count"]],
  ["destructuring with defaults", "() => { const { a = b, c: { d } = e } = f; return [a, d]; }", ["b", "e", "f"]],
  ["new.target and import", "async function () { new.target; await import(path); }", ["path"]],
  ["the names __proto__ and constructor", "() => [__proto__, constructor]", ["__proto__", "constructor"]],
];

for (const [what, code, free] of cases) {
  test(`freeNames() sees ${what}`, () => assert.deepEqual(namesIn(code), free));
}
