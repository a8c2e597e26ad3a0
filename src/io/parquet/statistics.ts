import type { Statistics } from "hyparquet" with { "resolution-mode": "import" };
import type { ColumnKind } from "./column-kind.js";
import type { ColumnStatistics, ParquetElement } from "./parquet-source.js";

/**
 * What a footer says of a column's values in a row group. Undefined for text and decimals, where there are none, and
 * where they are of the old kind that compared unsigned integers as signed ones. Where all values are null, `min` is
 * infinite and `max` minus infinite.
 */
export function statisticsOf(
  kind: ColumnKind,
  element: ParquetElement,
  statistics: Statistics | undefined,
  rows: number,
): ColumnStatistics | undefined {
  if (statistics === undefined || kind === "string" || kind === "decimal" || kind === "nothing") return undefined;
  const isOld = statistics.min_value === undefined && statistics.max_value === undefined;
  if (isOld && (element.converted_type?.startsWith("UINT") || element.logical_type?.isSigned === false))
    return undefined;
  const [min, max] = isOld ? [statistics.min, statistics.max] : [statistics.min_value, statistics.max_value];
  const nulls = statistics.null_count === undefined ? undefined : Number(statistics.null_count);
  if (nulls === rows) return { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, nulls };
  const bounds = { min: Number(min), max: Number(max), nulls };
  return min !== undefined && bounds.min <= bounds.max ? bounds : undefined;
}
