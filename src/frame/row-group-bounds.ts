import type { ColumnStatistics } from "../io/parquet/parquet-source.js";
import type { Block } from "../io/source.js";
import type { Expression } from "./expression/expression.js";
import type { ReadPlan } from "./plan.js";

/**
 * Whether a condition can be true in any row of a block, as far as what a Parquet footer says of its row group tells: `false`
 * only if it is true in none. Looks at comparisons of a column with a value, and what and, or and isin make of them.
 *
 * @param block - a block of the plan's source.
 */
export function mayHold(condition: Expression, { source }: ReadPlan, block: Block): boolean {
  if (!("statistics" in block)) return true;
  const places = new Map(source.schema.map(({ name }, place) => [name, place]));
  const boundsOf = (expression: Expression) =>
    expression.op === "column" ? block.statistics[places.get(expression.name) ?? -1] : undefined;

  const may = (expression: Expression): boolean => {
    if (expression.op !== "call") return true;
    const { fn, args, params } = expression;
    if (fn === "and") return args.every(may);
    if (fn === "or") return args.some(may);
    const bounds = boundsOf(args[0]);
    if (fn === "isin") return bounds === undefined || (params[0] as unknown[]).some((value) => mayBe(bounds, value));
    if (bounds !== undefined) return compares(fn, bounds, args[1]);
    const others = args.length === 2 ? boundsOf(args[1]) : undefined;
    return others === undefined || compares(mirrored[fn] ?? fn, others, args[0]);
  };
  return may(condition);
}

/** The comparison that says the same with its sides changed. */
const mirrored: Readonly<Record<string, string>> = { gt: "lt", lt: "gt", ge: "le", le: "ge" };

/** Whether a value within the bounds can compare so with a literal. A missing one compares with nothing. */
function compares(fn: string, { min, max }: ColumnStatistics, other: Expression | undefined): boolean {
  if (other?.op !== "literal" || typeof other.value === "string" || other.value === null) return true;
  const value = Number(other.value);
  switch (fn) {
    case "gt":
      return max > value;
    case "ge":
      return max >= value;
    case "lt":
      return min < value;
    case "le":
      return min <= value;
    case "eq":
      return min <= value && value <= max;
    default:
      return true;
  }
}

/** Whether a value can be this one; null and NaN, which mean missing, always. */
function mayBe({ min, max }: ColumnStatistics, value: unknown): boolean {
  const number = value === null ? Number.NaN : Number(value);
  return Number.isNaN(number) || (min <= number && number <= max);
}

/** The block with none of its rows. */
export function withoutRows<B extends Block>(block: B): B {
  if (!("chunks" in block)) return block;
  return { ...block, rows: 0, chunks: block.chunks.map((chunk) => ({ ...chunk, size: 0 })) };
}
