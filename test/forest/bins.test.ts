import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { binPartition, codeCount, type FeatureBins, type NumericBins } from "../../src/forest/bins/bins.js";
import { decodeBins, encodeBins } from "../../src/forest/bins/encode-bins.js";
import { makeBins, midway, quantileEdges } from "../../src/forest/bins/make-bins.js";
import { middleCode } from "../../src/forest/bins/middle-code.js";
import { sampleColumn, sampledRows } from "../../src/forest/bins/sample-column.js";
import { binNumbers, numericCode } from "../../src/forest/kernel/bin-numbers.js";
import { sortedNumbers } from "../../src/forest/kernel/sorted-numbers.js";
import { columnFromValues } from "../../src/partition/column-from-values.js";
import type { Column, Partition } from "../../src/partition/partition.js";

const partitionOf = (columns: Record<string, readonly unknown[]>): Partition => {
  const names = Object.keys(columns);
  return {
    length: columns[names[0]].length,
    names,
    columns: names.map((name) => columnFromValues(columns[name], name)),
  };
};

const binsOf = (name: string, column: Column, maxBins = 255): FeatureBins =>
  makeBins(
    name,
    [sampleColumn(column, Int32Array.from({ length: 10_000 }, (_, i) => i).filter(within(column)))],
    maxBins,
  );

const within = (column: Column) => (row: number) => row < ("codes" in column ? column.codes : column.values).length;

const anyNumbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -5, max: 5 })), { minLength: 1 });

test("a value is at most an edge if and only if its code is at most the code that ends there", () => {
  fc.assert(
    fc.property(anyNumbers, fc.array(fc.double({ noNaN: true })), (values, more) => {
      const edges = quantileEdges(Float64Array.from(values).sort(), 9);
      for (const x of [...values, ...more, ...edges]) {
        edges.forEach((edge, k) => {
          assert.equal(x <= edge, numericCode(x, edges) <= k + 1);
        });
      }
    }),
  );
});

test("many numbers are put in the same order with and without WebAssembly", () => {
  fc.assert(
    fc.property(anyNumbers, fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (some, others) => {
      const parts = [some, [0, -0, Infinity, -Infinity, 5e-324, -5e-324], others].map((own) =>
        Float64Array.from({ length: 3000 }, (_, i) => own[i % own.length]),
      );
      assert.deepEqual(sortedNumbers(parts).slice(), sortedNumbers(parts, null));
    }),
    { numRuns: 30 },
  );
});

test("a column of few distinct values has a code for each", () => {
  fc.assert(
    fc.property(anyNumbers, (values) => {
      const distinct = [...new Set(values.map((x) => x + 0))].sort((a, b) => a - b);
      const edges = quantileEdges(Float64Array.from(values).sort(), 200);
      assert.deepEqual(
        distinct.map((x) => numericCode(x, edges)),
        distinct.map((_, i) => i + 1),
      );
    }),
  );
});

test("a column of many values has as many codes as it may, of about equally many values", () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => Math.sin(i) ** 3).sort();
  const edges = quantileEdges(values, 254);
  assert.equal(edges.length, 253);
  const counts = new Array(255).fill(0);
  for (const x of values) counts[numericCode(x, edges)] += 1;
  assert.ok(Math.max(...counts) <= 41 && Math.min(...counts.slice(1)) >= 38, counts.join(" "));
});

test("a value that fills more than its share has a code of its own", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0 : i - 800)).sort();
  const edges = quantileEdges(values, 20);
  const zeros = numericCode(0, edges);
  assert.ok(numericCode(-1, edges) < zeros && zeros < numericCode(1, edges));
  assert.equal(edges.length, 19);
});

test("edges lie midway, and between neighbours whatever they are", () => {
  assert.equal(midway(1, 2), 1.5);
  assert.equal(midway(-Infinity, 3), -Infinity);
  assert.equal(midway(3, Infinity), 3);
  assert.equal(midway(-Infinity, Infinity), -Infinity);
  assert.equal(midway(Number.MAX_VALUE / 2, Number.MAX_VALUE) < Infinity, true);
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (x, y) => {
      const [a, b] = x < y ? [x, y] : [y, x];
      if (a < b) assert.ok(a <= midway(a, b) && midway(a, b) < b);
    }),
  );
});

test("the threshold lies nearest to the middle, between the neighbours", () => {
  const edges = Float64Array.of(1, 2, 3, 10, 20);
  assert.equal(middleCode(edges, -1, 2, 3), 2);
  assert.equal(middleCode(edges, -1, 1, 6), 4);
  assert.equal(middleCode(edges, -1, 1, 4), 2);
  assert.equal(middleCode(Float64Array.of(-Infinity, 0, 5), -1, 1, 4), 2);
});

test("missing values have code 0, booleans and dates are numbers, and the order of columns does not matter", () => {
  const partition = partitionOf({
    x: [1, null, 3],
    flag: [true, false, null],
    when: [new Date(5), null, new Date(7)],
    text: ["b", "a", null],
  });
  const bins = partition.names.map((name, i) => binsOf(name, partition.columns[i]));
  assert.deepEqual([...binPartition(partition, bins)], [1, 0, 2, 2, 1, 0, 1, 0, 2, 2, 1, 0]);
  assert.deepEqual(
    bins.map((feature) => feature.sawMissing),
    [true, true, true, true],
  );
  const turned = { ...partition, names: [...partition.names].reverse(), columns: [...partition.columns].reverse() };
  assert.deepEqual(binPartition(turned, bins), binPartition(partition, bins));
});

test("an unseen category is missing; where categories are too many, it is one of the rest", () => {
  const text = columnFromValues(["x", "y", "y", "z", "z", "z", "__proto__", "__proto__"], "text");
  const data = partitionOf({ text: ["x", "y", "z", "__proto__", "constructor"] });
  assert.deepEqual([...binPartition(data, [binsOf("text", text)])], [2, 3, 4, 1, 0]);
  const few = binsOf("text", text, 4);
  assert.deepEqual(few.kind === "category" && few.categories, ["__proto__", "z"]);
  assert.deepEqual([...binPartition(data, [few])], [3, 3, 2, 1, 3]);
  assert.equal(codeCount(few), 4);
});

test("where the column held nothing, numbers and text are missing values; else a column must be of the bins' kind", () => {
  const empty = binsOf("x", { dtype: "string", codes: Int32Array.of(-1, -1), dictionary: [] });
  for (const x of [
    [1, 2],
    ["a", null],
  ]) {
    assert.deepEqual([...binPartition(partitionOf({ x }), [empty])], [0, 0]);
  }
  const text = binsOf("x", columnFromValues(["a", "b", "b"], "x"), 2);
  assert.throws(
    () => binPartition(partitionOf({ x: [1, 2] }), [text]),
    /fitted on text in column "x", but here it holds numbers/,
  );
});

test("more than 256 codes make them 16 bits wide", () => {
  const values = Array.from({ length: 1000 }, (_, i) => i * 1.5);
  const column = columnFromValues(values, "x");
  const codes = binPartition(partitionOf({ x: values }), [binsOf("x", column, 65_536)]);
  assert.ok(codes instanceof Uint16Array);
  assert.deepEqual(
    [...codes],
    values.map((_, i) => i + 1),
  );
});

test("a sample does not depend on how rows are cut into partitions", () => {
  const whole = [...sampledRows(0, 50_000, 1_000_000)];
  const parts = [0, 7, 20_000, 49_999].flatMap((from, i, starts) =>
    [...sampledRows(from, (starts[i + 1] ?? 50_000) - from, 1_000_000)].map((row) => row + from),
  );
  assert.deepEqual(parts, whole);
  assert.ok(Math.abs(whole.length - 10_000) < 400, `${whole.length} rows`);
  assert.equal(sampledRows(0, 100, 100).length, 100);
});

test("bins are the same from one sample and from its parts in any order", () => {
  fc.assert(
    fc.property(anyNumbers, fc.nat(), (values, at) => {
      const cut = at % (values.length + 1);
      const part = (own: number[]) => ({ kind: "numeric", sawMissing: false, values: Float64Array.from(own) }) as const;
      const parts = [part(values.slice(cut)), part(values.slice(0, cut))];
      assert.deepEqual(makeBins("x", parts, 8), makeBins("x", [part(values)], 8));
    }),
  );
});

test("bins are the same after they have been bytes", () => {
  const numeric: NumericBins = {
    name: "__proto__",
    kind: "numeric",
    sawMissing: true,
    edges: Float64Array.of(-Infinity, -0, 0.1),
  };
  const bins: FeatureBins[] = [
    numeric,
    { name: "ü", kind: "category", sawMissing: false, categories: ["\ud800", "é"], others: true },
  ];
  assert.deepEqual(decodeBins(encodeBins(bins)), bins);
});

test("compiled kernels and those in JavaScript give values the same codes", () => {
  const number = fc.oneof(fc.double(), fc.integer({ min: -9, max: 9 }), fc.constantFrom(NaN, Infinity, -Infinity, -0));
  const numbers = fc.array(number, { minLength: 64, maxLength: 300 });
  fc.assert(
    fc.property(
      numbers,
      fc.array(fc.double({ noNaN: true }), { maxLength: 300 }),
      fc.nat(9000),
      (some, rough, repeat) => {
        const edges = Float64Array.from(new Set([...rough, 0, 3])).sort();
        const values = Float64Array.from({ length: some.length + repeat }, (_, i) => some[i % some.length]);
        const valid = Uint8Array.from(values, (_, i) => (i % 7 === 0 ? 0 : 1));
        const [compiled, plain] = [new Uint16Array(values.length + 5), new Uint16Array(values.length + 5)];
        binNumbers(values, valid, edges, compiled, 5);
        binNumbers(values, valid, edges, plain, 5, null);
        assert.deepEqual(compiled, plain);
      },
    ),
  );
});
