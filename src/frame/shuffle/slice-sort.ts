import type { SortPlan } from "../plan.js";
import type { SlicePart } from "../slice.js";
import { refs, type Slicing } from "../slicing.js";
import { placePieces } from "./place-pieces.js";

/**
 * A sample sort: a sample of the keys says where to cut, every partition is scattered by those cuts, and each task sorts
 * what falls between two of them. Equal keys are never cut apart, and stay in the order of the source.
 */
export function sliceSort(slicing: Slicing, part: SortPlan, index: number, columns: readonly string[]): SlicePart {
  const { input, by, npartitions } = part;
  const names = [...new Set([...columns, ...by.map((key) => key.name)])];
  const rows = npartitions === 1 ? slicing.slice(input, 0, names) : pieces();
  const sorted: SlicePart = { op: "sort", input: rows, by };
  return names.length === columns.length ? sorted : { op: "select", input: sorted, from: columns, to: columns };

  function pieces(): SlicePart {
    const places = slicing.once(part, () => {
      const keyColumns = by.map((key) => key.name);
      const samples = slicing.addTasks(input, keyColumns, "shuffle.sampleKeys", [], "sort: sample keys");
      const cuts = slicing.addTask("shuffle.cuts", [by, npartitions, ...refs(samples)], "sort: find where to cut");
      const scattered = slicing.addTasks(
        input,
        names,
        "shuffle.scatterByCuts",
        [by, { ref: cuts }],
        "sort: scatter rows",
      );
      return placePieces(slicing, scattered, npartitions, "sort: bring rows together");
    });
    return { op: "pieces", ...places[index], columns: names };
  }
}
