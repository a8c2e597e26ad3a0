import fc from "fast-check";
import type { Cell, Column, DType, Partition } from "../../src/partition/partition.js";

const integers = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const floats = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(-0, 1e21, 5e-324, 2 ** 53, 0.1, Infinity, -Infinity),
);
const datetimes = fc.date({
  min: new Date("0000-01-01"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const midnights = datetimes.map((date) => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000));

/** Text with everything that CSV could take for something else. */
export const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '""',
        ",",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "\uFEFF",
        "\0",
        ";",
        "#",
        "é",
        "😀",
        "7",
        "NA",
        "true",
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

/** A partition with columns of every dtype, values missing here and there. */
export function partitions(text: fc.Arbitrary<string>): fc.Arbitrary<Partition> {
  return fc.integer({ min: 0, max: 12 }).chain((length) => {
    const values = <T>(value: fc.Arbitrary<T>) => {
      return fc.array(fc.option(value, { freq: 4 }), { minLength: length, maxLength: length });
    };
    const column = fc.oneof(
      values(integers).map((cells) => columnOf("int32", cells)),
      values(floats).map((cells) => columnOf("float64", cells)),
      values(fc.boolean()).map((cells) => columnOf("boolean", cells)),
      values(fc.oneof(datetimes, midnights)).map((cells) => columnOf("datetime", cells)),
      values(text).map((cells) => columnOf("string", cells)),
      values(text).map((cells) => columnOf("category", cells)),
    );
    return fc
      .uniqueArray(fc.tuple(fc.oneof(text, fc.constantFrom("__proto__", "constructor", "a.b")), column), {
        minLength: 1,
        maxLength: 5,
        selector: ([name]) => name,
      })
      .map((pairs): Partition => {
        return { length, names: pairs.map(([name]) => name), columns: pairs.map(([, made]) => made) };
      });
  });
}

/** A column of this dtype; null is missing. */
function columnOf(dtype: DType, cells: readonly Cell[]): Column {
  const numbers = cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
  const valid = cells.includes(null) ? { valid: Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1)) } : {};
  switch (dtype) {
    case "int32":
      return { dtype, values: Int32Array.from(numbers), ...valid };
    case "boolean":
      return { dtype, values: Uint8Array.from(numbers), ...valid };
    case "float64":
    case "datetime":
      return { dtype, values: Float64Array.from(numbers) };
    case "string":
    case "category": {
      const dictionary = [...new Set(cells.filter((cell) => cell !== null))].map(String);
      return { dtype, codes: Int32Array.from(cells, (cell) => dictionary.indexOf(cell as string)), dictionary };
    }
  }
}
