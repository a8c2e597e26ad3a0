import { concatPartitions } from "../../partition/concat-partitions.js";
import { cellAt, type Partition } from "../../partition/partition.js";
import { pickRows, select, zip } from "../column-work.js";
import { groupRows } from "../groups/group-rows.js";
import type { Schema } from "../schema.js";
import { noRows } from "../shuffle/join.js";
import { rowsByGroup } from "../shuffle/match-rows.js";
import { asExpected, callUser } from "./call-user.js";
import { inPlace, shown } from "./in-place.js";
import type { UserCall } from "./user-call.js";

/**
 * What the function makes of each group, one after the other: the group's keys, what it gives, and the place of its first
 * row. One group at a time is made into a danfo frame.
 *
 * @param rows - all rows of these groups; the last column holds their places.
 * @param schema - of the result: the keys, what the function makes, the place.
 */
export async function callUserForGroups(
  rows: Partition,
  keys: readonly string[],
  call: UserCall,
  schema: Schema,
): Promise<Partition> {
  const names = rows.names.slice(0, -1);
  const keyColumns = select(rows, keys).columns;
  const { ids, first } = groupRows(keyColumns, rows.length);
  const groups = rowsByGroup(ids, first.length);
  const made: Partition[] = [];
  const firsts: Uint32Array[] = [];
  for (let group = 0; group < first.length; group++) {
    const own = pickRows(rows, groups.rows.subarray(groups.starts[group], groups.starts[group + 1]));
    const makes = await inPlace(
      () => callUser(select(own, names), call),
      () =>
        `the group ${keys.map((name, i) => `${JSON.stringify(name)}: ${shown(cellAt(keyColumns[i], first[group]))}`).join(", ")}`,
    );
    const result = asExpected(makes, call, schema.slice(keys.length, -1));
    made.push(result);
    firsts.push(new Uint32Array(result.length).fill(first[group]));
  }
  if (made.length === 0) return noRows(schema);
  const from = Uint32Array.from(firsts.flatMap((each) => [...each]));
  const beside = pickRows(
    { length: rows.length, names: [], columns: [...keyColumns, rows.columns[names.length]] },
    from,
  );
  const all = zip(beside, concatPartitions(made));
  const place = keys.length;
  const columns = [...all.columns.slice(0, place), ...all.columns.slice(place + 1), all.columns[place]];
  return { length: all.length, names: schema.map(({ name }) => name), columns };
}
