import type { KeyValue } from "hyparquet" with { "resolution-mode": "import" };

/** The key in a footer under which the names of the columns that are categories are noted, as a JSON array. */
export const categoriesKey = "danfo-distributed:categories";

/** The names of the columns that a footer notes as categories; none if it was not written by this package. */
export function categoriesIn(pairs: readonly KeyValue[] | undefined): Set<unknown> {
  const noted = pairs?.find(({ key }) => key === categoriesKey)?.value;
  try {
    const names: unknown = JSON.parse(noted ?? "[]");
    return new Set(Array.isArray(names) ? names : []);
  } catch {
    return new Set();
  }
}
