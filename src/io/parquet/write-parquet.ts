import type { KeyValue, SchemaElement } from "hyparquet" with { "resolution-mode": "import" };
import type { ColumnSource } from "hyparquet-writer" with { "resolution-mode": "import" };
import { type Column, isMissing, type Partition } from "../../partition/partition.js";
import { categoriesKey } from "./categories.js";

/**
 * Writes partitions of the same columns to a new Parquet file, a row group each, packed by snappy. A missing value is null;
 * a datetime is a timestamp in milliseconds without a time zone; that a column is a category is noted in the footer.
 *
 * @throws {Error} the file system does not take it.
 */
export async function writeParquet(
  path: string,
  partitions: Iterable<Partition> | AsyncIterable<Partition>,
): Promise<void> {
  const { fileWriter, ParquetWriter } = await import("hyparquet-writer");
  let writer: InstanceType<typeof ParquetWriter> | undefined;
  for await (const partition of partitions) {
    writer ??= new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaOf(partition),
      kvMetadata: notesOf(partition),
      createdBy: "danfo-distributed",
    });
    await writer.write({ columnData: columnsOf(partition), rowGroupSize: Math.max(1, partition.length) });
  }
  await writer?.finish();
}

function schemaOf({ names, columns }: Partition): SchemaElement[] {
  const elements = names.map((name, i): SchemaElement => {
    return { name, repetition_type: "OPTIONAL", ...elementOf(columns[i]) };
  });
  return [{ name: "schema", num_children: elements.length }, ...elements];
}

function elementOf({ dtype }: Column): Omit<SchemaElement, "name"> {
  switch (dtype) {
    case "float64":
      return { type: "DOUBLE" };
    case "int32":
      return { type: "INT32" };
    case "boolean":
      return { type: "BOOLEAN" };
    case "datetime":
      return { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MILLIS" } };
    case "string":
    case "category":
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
  }
}

function notesOf({ names, columns }: Partition): KeyValue[] | undefined {
  const categories = names.filter((_, i) => columns[i].dtype === "category");
  return categories.length === 0 ? undefined : [{ key: categoriesKey, value: JSON.stringify(categories) }];
}

function columnsOf({ names, columns, length }: Partition): ColumnSource[] {
  return names.map((name, i) => {
    const column = columns[i];
    const data = Array.from({ length }, (_, row) => (isMissing(column, row) ? null : valueAt(column, row)));
    // A dictionary would take -0 for 0.
    return column.dtype === "float64" ? { name, data, encoding: "PLAIN" } : { name, data };
  });
}

function valueAt(column: Column, row: number): number | bigint | boolean | string {
  switch (column.dtype) {
    case "float64":
    case "int32":
      return column.values[row];
    case "boolean":
      return column.values[row] === 1;
    case "datetime":
      return BigInt(Math.floor(column.values[row]));
    case "string":
    case "category":
      return column.dictionary[column.codes[row]];
  }
}
