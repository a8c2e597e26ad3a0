const labels =
  "the rows of a lazy collection have no labels. Keep what tells them apart as a column, and choose them by query, or by their places with iloc";

/** Danfo's methods that make no sense here: why, and what does instead. */
const sentences: Readonly<Record<string, string>> = {
  setIndex: labels,
  resetIndex: labels,
  sortIndex: labels,
  copy: "a lazy collection never changes: every method gives another one",
  transpose:
    "a frame cannot have as many columns as it has rows. Compute it first: (await frame.compute()).transpose()",
  plot: "all values would have to be here. Compute a part of them first: (await frame.sample({ n: 1000 }).compute()).plot(…)",
  toExcel: "Excel's files are not written in parts. Write toCSV, which Excel reads",
};

/** What a method that danfo has and this package has not says when it is called; undefined for any other name. */
export function leftOut(name: string): (() => never) | undefined {
  if (!Object.hasOwn(sentences, name)) return undefined;
  return () => {
    throw new TypeError(`There is no ${name}: ${sentences[name]}.`);
  };
}
