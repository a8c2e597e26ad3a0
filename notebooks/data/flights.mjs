/**
 * Makes `flights.csv`: 500,000 flights, every sixth of the three million in vega-datasets' `flights-3m.parquet`, in
 * their order (by time of departure). See README.md in this folder for the columns and the source.
 */
import { createWriteStream, renameSync } from "node:fs";
import path from "node:path";
import { finished } from "node:stream/promises";
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/**
 * Writes the file; as a whole or, if something goes wrong, not at all. Takes a few seconds.
 *
 * @param {string} target
 * @param {string} vegaDatasets - the folder of data of the npm package vega-datasets.
 */
export async function writeFlights(target, vegaDatasets) {
  const file = await asyncBufferFromFile(path.join(vegaDatasets, "flights-3m.parquet"));
  const metadata = await parquetMetadataAsync(file);
  const unfinished = `${target}.${process.pid}.part`;
  const out = createWriteStream(unfinished);
  out.write("month,day,dayOfWeek,minuteOfDay,distance,origin,destination,late\n");
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    out.write(await rowsOf(file, metadata, rowStart, rowEnd));
    rowStart = rowEnd;
  }
  out.end();
  await finished(out);
  renameSync(unfinished, target);
}

/** The chosen rows among these, as lines. */
async function rowsOf(file, metadata, rowStart, rowEnd) {
  const columns = {};
  const onChunk = ({ columnName, columnData, rowStart: start }) => {
    columns[columnName] ??= new Array(rowEnd - rowStart);
    for (let i = 0; i < columnData.length; i++) columns[columnName][start - rowStart + i] = columnData[i];
  };
  await parquetRead({ file, metadata, compressors, rowStart, rowEnd, onChunk });
  const { date, delay, distance, origin, destination } = columns;
  let lines = "";
  for (let row = 0; row < date.length; row++) {
    if ((rowStart + row) % 6 !== 0) continue;
    const time = date[row];
    lines += [
      time.getUTCMonth() + 1,
      time.getUTCDate(),
      days[time.getUTCDay()],
      time.getUTCHours() * 60 + time.getUTCMinutes(),
      distance[row],
      origin[row],
      destination[row],
      delay[row] > 15n ? "late" : "on time",
    ].join(",");
    lines += "\n";
  }
  return lines;
}
