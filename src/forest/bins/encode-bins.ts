import { type PackedArray, pack, unpack } from "../pack.js";
import type { CategoryBins, FeatureBins, NumericBins } from "./bins.js";

/** Bins as they stand in the bytes: edges are packed beside them. */
type Meta = readonly (CategoryBins | Omit<NumericBins, "edges">)[];

/** Bins as bytes, for tasks to hand on. */
export function encodeBins(bins: readonly FeatureBins[]): Uint8Array {
  const arrays: Record<string, PackedArray> = {};
  const meta: Meta = bins.map((feature, f) => {
    if (feature.kind === "category") return feature;
    const { edges, ...rest } = feature;
    arrays[`edges${f}`] = edges;
    return rest;
  });
  return pack(meta, arrays);
}

/** The bins that {@link encodeBins} wrote. */
export function decodeBins(bytes: Uint8Array): FeatureBins[] {
  const { meta, arrays } = unpack(bytes);
  return (meta as Meta).map((feature, f) =>
    feature.kind === "category" ? feature : { ...feature, edges: arrays.get(`edges${f}`) as Float64Array },
  );
}
