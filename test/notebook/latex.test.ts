import assert from "node:assert/strict";
import test from "node:test";
import { latex } from "../../src/notebook/latex.js";

test("characters that TeX would join stay apart", () => {
  assert.equal(latex("a--b---c"), "a-{}-b-{}-{}-c");
  assert.equal(latex("``x'' ?`! ,,"), "`{}`x'{}' ?{}`! ,{},");
  assert.equal(latex("-–-"), "-{}--{}-");
  assert.equal(latex("“`x'”"), "``{}`x'{}''");
});

test("no character is a command, and what cannot be seen is left out", () => {
  assert.equal(
    latex("\\input{a}$%&#_^~"),
    "\\textbackslash{}input\\{a\\}\\$\\%\\&\\#\\_\\textasciicircum{}\\textasciitilde{}",
  );
  assert.equal(latex("a\u0000b"), "ab");
});

test("a long word may be broken", () => {
  assert.equal(latex("x".repeat(31)), `${"x".repeat(30)}\\allowbreak{}x`);
});
