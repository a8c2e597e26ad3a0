import { type Column, isMissing, type StringColumn } from "../../partition/partition.js";
import { NumberTable } from "../groups/number-table.js";

/** For each row of a column the row that has the same key, -1 where none has it. Missing keys are the same key. */
export type Lookup = (keys: Column) => Int32Array;

/**
 * A lookup in a column that has each key once; undefined where one is there twice. Made once, it costs a column of text
 * one search for each different text, and others one for each row.
 *
 * @param keys - a column of the same dtype as those it will be asked for.
 */
export function lookupIn(keys: Column, rows: number): Lookup | undefined {
  let ofMissing = -1;
  for (let row = 0; row < rows; row++) {
    if (!isMissing(keys, row)) continue;
    if (ofMissing >= 0) return undefined;
    ofMissing = row;
  }
  return "codes" in keys ? lookupText(keys, ofMissing) : lookupNumber(keys, ofMissing);
}

function lookupText({ codes, dictionary }: StringColumn, ofMissing: number): Lookup | undefined {
  const places = new Map<string, number>();
  for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) places.set(dictionary[codes[row]], row);
  if (places.size + (ofMissing < 0 ? 0 : 1) < codes.length) return undefined;
  return (asked) => {
    const own = asked as StringColumn;
    const texts = own.dictionary;
    const found = Int32Array.from(texts, (text) => places.get(text) ?? -1);
    const rows = new Int32Array(own.codes.length);
    for (let row = 0; row < rows.length; row++) rows[row] = own.codes[row] < 0 ? ofMissing : found[own.codes[row]];
    return rows;
  };
}

function lookupNumber(keys: Exclude<Column, StringColumn>, ofMissing: number): Lookup | undefined {
  const table = new NumberTable(keys.values.length);
  const rowOf = new Int32Array(keys.values.length);
  for (let row = 0; row < rowOf.length; row++) if (row !== ofMissing) rowOf[table.id(keys.values[row])] = row;
  if (table.size + (ofMissing < 0 ? 0 : 1) < rowOf.length) return undefined;
  return (asked) => {
    const { values } = asked as Exclude<Column, StringColumn>;
    const valid = "valid" in asked ? asked.valid : undefined;
    const rows = new Int32Array(values.length);
    for (let row = 0; row < rows.length; row++) {
      const value = values[row];
      if (Number.isNaN(value) || valid?.[row] === 0) rows[row] = ofMissing;
      else {
        const id = table.find(value);
        rows[row] = id < 0 ? -1 : rowOf[id];
      }
    }
    return rows;
  };
}
