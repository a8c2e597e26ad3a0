import assert from "node:assert/strict";
import { resolve } from "node:path";
import test, { after } from "node:test";
import { concat, fromRecords, getClient, readCSV } from "../../src/index.js";
import type { Float64Column, Partition } from "../../src/partition/partition.js";

const file = resolve(__dirname, "../../../notebooks/data/penguins.csv");

after(() => getClient().close());

/** The plan in words, without the folder. */
const explained = (frame: { explain(): string }): string =>
  frame.explain().replace(/read CSV .*penguins\.csv/, "read CSV");

test("only the columns are parsed that an expression uses", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  const area = frame.column("beakLength").mul(frame.column("beakDepth"));
  assert.equal(
    explained(frame.addColumn("area", area).query(frame.column("sex").eq("male")).column("area")),
    [
      "4 partitions, each in one task:",
      "1. read CSV: beakLength, beakDepth, sex (3 of 7 columns)",
      '2. keep the rows where sex == "male"',
      "3. compute area = beakLength * beakDepth; of area",
      "4. select area",
    ].join("\n"),
  );
});

test("a chain of column work is one step, and filters on filters are one", async () => {
  const frame = await readCSV(file);
  const heavy = frame.addColumn("kg", frame.column("bodyMass").div(1000));
  const named = heavy.addColumn("label", heavy.column("species").str.toUpperCase()).loc({ columns: ["label", "kg"] });
  const some = named.query(named.column("kg").gt(4)).dropNa();
  assert.equal(
    explained(some),
    [
      "1 partition, each in one task:",
      "1. read CSV: species, bodyMass (2 of 7 columns)",
      "2. keep the rows where ((bodyMass / 1000) > 4) and (notNa(toUpperCase(species)) and notNa(bodyMass / 1000))",
      "3. compute label = toUpperCase(species), kg = bodyMass / 1000; of label, kg",
    ].join("\n"),
  );
});

test("rows are dropped before they are sorted, and come out the same", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  const heavy = frame.addColumn("kg", frame.column("bodyMass").div(1000));
  const sorted = heavy.sortValues("kg", { ascending: false }).loc({ columns: ["species", "kg"] });
  const some = sorted
    .query(sorted.column("kg").gt(4))
    .query(sorted.query(sorted.column("kg").gt(4)).column("kg").lt(5));
  assert.equal(
    explained(some),
    [
      "4 partitions, in several rounds of tasks:",
      "1. read CSV: species, bodyMass (2 of 7 columns)",
      "2. keep the rows where ((bodyMass / 1000) > 4) and ((bodyMass / 1000) < 5)",
      "3. compute kg = bodyMass / 1000; of species, kg",
      "4. sort by kg descending; rows move between tasks",
      "5. select species, kg",
    ].join("\n"),
  );
  const rows = (await sorted.compute()).values as [string, number][];
  assert.deepEqual(
    (await some.compute()).values,
    rows.filter(([, kg]) => kg > 4 && kg < 5),
  );
});

test("X and y that are filtered alike have the same rows, and go on together", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  const known = frame.column("bodyMass").notNa();
  const X = frame.drop({ columns: ["species"] }).query(known);
  const y = frame.column("species").query(known);
  const both = X.addColumn("species", y);
  assert.deepEqual(await both.shape(), [342, 7]);
  assert.match(explained(both), /^1\. read CSV.*\n2\. keep the rows where notNa\(bodyMass\)\n3\. select /m);
});

test("joins, groups, sorts and the like say what they move, and read only what they need", async () => {
  const frame = await readCSV(file, { blocksize: 4096 });
  const names = fromRecords([{ species: "Adelie", short: "A" }]);
  const grouped = frame
    .merge(names, { on: "species" })
    .groupby("short")
    .agg({ bodyMass: ["mean", "max"] });
  assert.equal(
    explained(grouped.loc({ columns: ["short", "bodyMass_max"] }).sortValues("short")),
    [
      "1 partition, in several rounds of tasks:",
      "1. read CSV: species, bodyMass (2 of 7 columns)",
      "2. take rows in memory: species, short",
      "3. join 1 with 2 on species, inner; every task takes all of 2",
      "4. group by short: bodyMass_max; aggregates move between tasks",
      "5. select short, bodyMass_max",
      "6. sort by short; rows move between tasks",
    ].join("\n"),
  );
  assert.match(explained(frame.dropDuplicates({ columns: ["sex"] })), /keep the first row of each sex; keys move/);
  const alone = frame.dropDuplicates({ columns: ["sex"], keep: false });
  assert.match(explained(alone), /keep the rows that share sex with no other; keys move/);
  assert.match(explained(frame.sample({ frac: 0.5 })), /keep a random 0\.5 of the rows, seed 0; counts the rows first/);
  assert.match(explained(frame.repartition({ npartitions: 2 })), /put neighbours together into 2 partitions/);
  assert.match(explained(frame.repartition({ npartitions: 9 })), /cut into 9 partitions; rows move between tasks/);
  assert.match(explained(concat([frame, frame])), /2\. put the rows of 1, 1 one below the other/);
});

test("the first rows are known without a task through column work and filters", async () => {
  const frame = await readCSV(file);
  const light = frame.query(frame.column("bodyMass").lt(3000));
  const preview = light.addColumn("kg", light.column("bodyMass").div(1000)).preview;
  assert.deepEqual(preview?.names.slice(-1), ["kg"]);
  assert.ok((preview?.length ?? 0) > 0);
  const mass = frame.column("bodyMass");
  const whole = (await mass.compute()).values as number[];
  const known = ({ preview }: { preview?: Partition }) => ((preview as Partition).columns[0] as Float64Column).values;
  assert.deepEqual(
    [...known(mass.diff(-2)).slice(0, 3)],
    [0, 1, 2].map((row) => whole[row] - whole[row + 2]),
  );
  assert.equal(known(mass.diff(-2)).length, 98);
  assert.deepEqual([...known(mass.cumMax().mul(1)).slice(0, 2)], [3750, 3800]);
  assert.equal(mass.iloc(["90:120"]).preview?.length, 10);
  assert.equal(mass.iloc(["-5:"]).preview, undefined);
});
