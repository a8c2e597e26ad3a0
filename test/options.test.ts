import assert from "node:assert/strict";
import test from "node:test";
import { checkOptions, nearest, oneOf, wholeNumber } from "../src/options.js";

const table = {
  nEstimators: wholeNumber(1),
  criterion: oneOf("gini", "entropy"),
};

test("checkOptions() accepts known options, and undefined as not given", () => {
  checkOptions("Forest", { nEstimators: 3, criterion: undefined as unknown }, table);
  checkOptions("Forest", undefined, table);
});

test("checkOptions() names an unknown option, the likely one and all that are taken", () => {
  assert.throws(() => checkOptions("Forest", { nEstimator: 3 } as object, table), {
    name: "OptionError",
    message: 'Forest has no option "nEstimator". Did you mean "nEstimators"? It takes: nEstimators, criterion.',
  });
});

test("checkOptions() says what a wrong value should be", () => {
  assert.throws(() => checkOptions("Forest", { nEstimators: 0, criterion: "gini" }, table), {
    message: 'Forest: option "nEstimators" must be a whole number of at least 1, but it is 0.',
  });
  assert.throws(() => checkOptions("Forest", { nEstimators: 1, criterion: "mse" }, table), {
    message: 'Forest: option "criterion" must be "gini" or "entropy", but it is "mse".',
  });
});

test("checkOptions() takes no inherited name for an option", () => {
  assert.throws(() => checkOptions("Forest", { constructor: 1 } as object, table), /no option "constructor"/);
});

test("nearest() finds a slip of the finger, not an unrelated word", () => {
  assert.equal(nearest("specis", ["species", "island"]), "species");
  assert.equal(nearest("weight", ["species", "island"]), undefined);
});
