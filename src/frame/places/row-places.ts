import type { Partition } from "../../partition/partition.js";
import { pickRows } from "../column-work.js";

/** At which place among all rows each partition begins, and how many rows there are, at the end. */
export type Starts = readonly number[];

/** The starts of partitions of so many rows. */
export function startsOf(counts: readonly number[]): Starts {
  const starts = [0];
  for (const count of counts) starts.push(starts[starts.length - 1] + count);
  return starts;
}

/** Which rows of a partition are within a range of all rows, from the first up to, not including, the second. Bounds below 0 count from the end. */
export function rangeWithin(starts: Starts, index: number, start: number, stop: number): [from: number, to: number] {
  const total = starts[starts.length - 1];
  const [own, next] = [starts[index], starts[index + 1]];
  const bound = (place: number): number => Math.min(Math.max(place < 0 ? total + place : place, own), next) - own;
  return [bound(start), bound(stop)];
}

/**
 * The places within all rows, those below 0 counted from the end.
 *
 * @throws {RangeError} there is no such row.
 */
export function placesOf(rows: readonly number[], total: number): number[] {
  return rows.map((row) => {
    const place = row < 0 ? total + row : row;
    if (place >= 0 && place < total) return place;
    throw new RangeError(`iloc: there is no row ${row}; the frame has ${total}, numbered from 0.`);
  });
}

/** The rows of a partition that are at some of these places, each once, ascending. */
export function takeOwn(rows: Partition, places: readonly number[], start: number): Partition {
  const own = new Set(places.map((place) => place - start).filter((row) => row >= 0 && row < rows.length));
  return pickRows(rows, Uint32Array.from(own).sort());
}

/** Rows that are at these places, each once and ascending, in the order of the places. */
export function inOrderOf(rows: Partition, places: readonly number[]): Partition {
  const ascending = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map(ascending.map((place, row) => [place, row]));
  return pickRows(
    rows,
    Uint32Array.from(places, (place) => found.get(place) as number),
  );
}
