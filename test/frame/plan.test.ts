import assert from "node:assert/strict";
import test from "node:test";
import { neededColumns } from "../../src/frame/needed-columns.js";
import { columnNames, type MemoryPlan, planParts, selectColumns, zipPlans } from "../../src/frame/plan.js";
import { PlanSlicer } from "../../src/frame/slice-plan.js";

const source: MemoryPlan = {
  op: "memory",
  partitions: [new Uint8Array(1), new Uint8Array(2)],
  lengths: [1, 2],
  npartitions: 2,
  schema: ["a", "b", "c", "d"].map((name) => ({ name, dtype: "int32" })),
};
const X = selectColumns(source, ["a", "b"], "loc", ["x", "y"]);
const y = selectColumns(source, ["d"], "column");
const both = zipPlans(X, y);

test("neededColumns() asks a source only for what is used, through selections and renamings", () => {
  assert.deepEqual(neededColumns(both, ["y"]).get(source), new Set(["b"]));
  assert.deepEqual(neededColumns(both, ["y", "d"]).get(source), new Set(["d", "b"]));
  assert.deepEqual(neededColumns(both, []).get(source), new Set());
});

test("planParts() lists a shared source once, before what uses it", () => {
  assert.deepEqual(planParts(both), [source, X, y, both]);
});

test("a slice keeps shared parts shared, so that a task reads a source once", () => {
  const slice = new PlanSlicer(both, columnNames(both), {
    blocks: new Map(),
    pieces: new Map(),
    stored: new Map(),
  }).slice(both, 1, columnNames(both));
  assert.equal(slice.op, "zip");
  const [left, right] = slice.op === "zip" ? slice.inputs : [];
  assert.ok(left?.op === "select" && right?.op === "select");
  assert.equal(left.input, right.input);
  assert.deepEqual(left.input, { op: "memory", bytes: source.partitions[1], columns: ["a", "b", "d"] });
  assert.deepEqual(
    [left.from, left.to],
    [
      ["a", "b"],
      ["x", "y"],
    ],
  );
});

test("selectColumns() names a column that is not there, the likely one and those that are", () => {
  assert.throws(() => selectColumns(source, ["A"], 'column("A")'), {
    name: "ColumnError",
    message: 'column("A"): there is no column "A". Did you mean "a"? The columns are "a", "b", "c", "d".',
  });
});
