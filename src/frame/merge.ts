import { OptionError } from "../errors.js";
import { aString, checkOptions, either, oneOf, strings } from "../options.js";
import { callOnEach } from "./column-calls.js";
import { estimatedBytes } from "./estimated-bytes.js";
import { kindOf } from "./expression/operand.js";
import type { JoinColumn } from "./join-column.js";
import { columnNames, type Plan } from "./plan.js";
import { type Field, mustDiffer, pickFields } from "./schema.js";
import { sortPlan } from "./sort-values.js";

export interface MergeOptions {
  /** The columns whose values must be equal, which both frames have. */
  readonly on: string | string[];
  /** Which rows without a match stay. Default "inner": none. */
  readonly how?: "inner" | "left" | "right" | "outer";
}

const mib = 2 ** 20;

/**
 * Whether a side of a join is so small that every task of the other one can take it whole: each looks through all of it,
 * which should not cost much more than to read the task's own rows, and holds it in memory.
 */
function isSmall(side: Plan, beside: Plan): boolean {
  const bytes = estimatedBytes(side) ?? (side.npartitions === 1 ? 0 : Infinity);
  const ofPartition = (estimatedBytes(beside) ?? Infinity) / beside.npartitions;
  return bytes <= Math.min(32 * mib, Math.max(mib, 2 * ofPartition));
}

/** The plan of a join; the rules are said at `DataFrame.merge`. */
export function mergePlan(left: Plan, right: Plan, options: MergeOptions): Plan {
  checkOptions("merge", options, {
    on: either(aString, strings),
    how: oneOf("inner", "left", "right", "outer"),
  });
  const { how = "inner", on: asked = [] } = options ?? {};
  const on = [...new Set(typeof asked === "string" ? [asked] : asked)];
  if (on.length === 0) {
    throw new OptionError('merge takes the columns to match: merge(right, { on: "id" }).', { option: "on", value: on });
  }
  const [a, b] = sameKeys(left, right, on);
  const keepRight = how === "right";
  const [kept, other] = keepRight ? [b, a] : [a, b];
  const columns: JoinColumn[] = [];
  const schema: Field[] = [];
  const add = (plan: Plan, twin: Plan, side: "kept" | "other", suffix: string): void => {
    const twins = new Set(columnNames(twin));
    for (const { name, dtype } of plan.schema) {
      const isKey = on.includes(name);
      if (isKey && suffix === "_y") continue;
      columns.push({ side: isKey ? "key" : side, name });
      schema.push({ name: twins.has(name) && !isKey ? name + suffix : name, dtype });
    }
  };
  add(a, b, keepRight ? "other" : "kept", "_x");
  add(b, a, keepRight ? "kept" : "other", "_y");
  mustDiffer(
    "merge",
    schema.map(({ name }) => name),
    "on",
  );
  const outer = how === "outer";
  const joined: Plan = {
    op: "join",
    inputs: [kept, other],
    on,
    how: outer || how === "inner" ? how : "left",
    broadcast: !outer && isSmall(other, kept),
    columns,
    schema,
    npartitions: kept.npartitions + (outer ? 1 : 0),
  };
  return outer ? sortedByKeys(joined, on) : joined;
}

/** In the order of the keys, missing ones last, but first of datetimes, as pandas has it. */
function sortedByKeys(joined: Plan, on: readonly string[]): Plan {
  const datetimes = joined.schema.filter(({ dtype }) => dtype === "datetime").map(({ name }) => name);
  const sorted = sortPlan(joined, on);
  return { ...sorted, by: sorted.by.map((key) => ({ ...key, missingFirst: datetimes.includes(key.name) })) };
}

/** Both plans with key columns of the same dtypes: whole and other numbers meet as float64, text and categories as text. */
function sameKeys(left: Plan, right: Plan, on: readonly string[]): [Plan, Plan] {
  const [leftKeys, rightKeys] = [left, right].map((plan) => pickFields(plan.schema, on, "merge"));
  const casts = new Map<string, readonly unknown[]>();
  leftKeys.forEach(({ name, dtype }, i) => {
    const other = rightKeys[i].dtype;
    if (dtype === other) return;
    if (kindOf(dtype) !== kindOf(other)) {
      throw new TypeError(
        `merge: column ${JSON.stringify(name)} is ${dtype} on the left and ${other} on the right; make them alike with asType.`,
      );
    }
    casts.set(name, [kindOf(dtype) === "text" ? "string" : "float64"]);
  });
  if (casts.size === 0) return [left, right];
  return [callOnEach("merge", "cast", left, casts), callOnEach("merge", "cast", right, casts)];
}
