import { OptionError } from "../errors.js";
import type { DType } from "../partition/partition.js";
import { DataFrame } from "./data-frame.js";
import { call, type Expression } from "./expression/expression.js";
import { kindOf } from "./expression/operand.js";
import { formulasOf, planOf } from "./formulas.js";
import type { Plan } from "./plan.js";
import type { Field } from "./schema.js";

/**
 * The rows of several frames, one below the other, with all their columns in the order they first come; what a frame
 * has not is missing in its rows. Lazy; the partitions stay as they are. Whole and other numbers together become float64,
 * text and categories text.
 *
 * @throws {TypeError} a column is of different kinds in two frames.
 */
export function concat(frames: readonly DataFrame[]): DataFrame {
  if (!Array.isArray(frames) || frames.length === 0 || !frames.every((frame) => frame instanceof DataFrame)) {
    throw new OptionError(
      "concat takes an array of at least one DataFrame: concat([a, b]); a danfo frame is made into one by fromDanfo(frame).",
      {
        option: "frames",
        value: frames,
      },
    );
  }
  const schema = commonSchema(frames.map((frame) => frame.plan));
  return new DataFrame({
    op: "concat",
    inputs: frames.map((frame) => conformed(frame.plan, schema)),
    schema,
    npartitions: frames.reduce((sum, frame) => sum + frame.npartitions, 0),
  });
}

function commonSchema(plans: readonly Plan[]): Field[] {
  const dtypes = new Map<string, DType>();
  for (const { schema } of plans) {
    for (const { name, dtype } of schema) dtypes.set(name, together(name, dtypes.get(name) ?? dtype, dtype));
  }
  return [...dtypes].map(([name, dtype]) => ({ name, dtype }));
}

function together(name: string, a: DType, b: DType): DType {
  if (a === b) return a;
  if (kindOf(a) === kindOf(b)) return kindOf(a) === "text" ? "string" : "float64";
  throw new TypeError(
    `concat: column ${JSON.stringify(name)} is ${a} in one frame and ${b} in another; make them alike with asType.`,
  );
}

function conformed(plan: Plan, schema: readonly Field[]): Plan {
  const same =
    plan.schema.length === schema.length &&
    schema.every(({ name, dtype }, i) => name === plan.schema[i].name && dtype === plan.schema[i].dtype);
  if (same) return plan;
  const { base, expressions } = formulasOf(plan);
  const conformedExpressions = schema.map(({ name, dtype }): Expression => {
    const place = plan.schema.findIndex((field) => field.name === name);
    if (place < 0) return { op: "literal", dtype, value: null };
    return plan.schema[place].dtype === dtype ? expressions[place] : call("cast", [expressions[place]], [dtype]);
  });
  return planOf({ base, expressions: conformedExpressions }, schema);
}
