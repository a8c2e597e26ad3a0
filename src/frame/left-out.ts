const labels =
  "the rows of a lazy collection have no labels. Keep what tells them apart as a column, and choose them by query, or by their places with iloc";

const transposed =
  "a frame cannot have as many columns as it has rows. Compute it first: (await frame.compute()).transpose()";
const here =
  "the rows are not in this process's memory. Compute them first, (await frame.compute()).values, or only the first: (await frame.head()).values";

/** Danfo's properties that make no sense here: why, and what does instead. */
const properties: Readonly<Record<string, string>> = {
  T: transposed,
  values: here,
  getColumnData: here,
  tensor: here,
  index: labels,
  size: "rows are counted by a task. await frame.shape() gives their number and that of the columns",
};

/** Danfo's methods that make no sense here. */
const methods: Readonly<Record<string, string>> = {
  setIndex: labels,
  resetIndex: labels,
  sortIndex: labels,
  copy: "a lazy collection never changes: every method gives another one",
  transpose: transposed,
  plot: "all values would have to be here. Compute a part of them first: (await frame.sample({ n: 1000 }).compute()).plot(…)",
  toExcel: "Excel's files are not written in parts. Write toCSV, which Excel reads",
};

/**
 * What a method that danfo has and this package has not says when it is called; undefined for any other name.
 *
 * @throws {TypeError} it is such a property.
 */
export function leftOut(name: string): (() => never) | undefined {
  if (Object.hasOwn(properties, name)) throw new TypeError(`There is no ${name}: ${properties[name]}.`);
  if (!Object.hasOwn(methods, name)) return undefined;
  return () => {
    throw new TypeError(`There is no ${name}: ${methods[name]}.`);
  };
}
