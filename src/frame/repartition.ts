import { byteSize } from "../byte-size.js";
import { OptionError } from "../errors.js";
import { checkOptions, wholeNumber } from "../options.js";
import { estimatedBytes } from "./estimated-bytes.js";
import type { Plan } from "./plan.js";

/** Into how many partitions, or of about what size: a number of bytes or a text such as "64MB". */
export interface RepartitionOptions {
  readonly npartitions?: number;
  readonly partitionSize?: number | string;
}

/**
 * @throws {OptionError} neither or both are given, or one is wrong, or the size of the plan cannot be estimated.
 */
export function repartitionPlan(plan: Plan, options: RepartitionOptions): Plan {
  checkOptions("repartition", options, {
    npartitions: wholeNumber(1),
    partitionSize: {
      takes: 'a number of bytes or a text such as "64MB"',
      test: (value) => byteSize(value) !== undefined,
    },
  });
  const { npartitions: asked, partitionSize } = options ?? {};
  if (asked !== undefined && partitionSize !== undefined) throw eitherOr(partitionSize);
  const npartitions = asked ?? partitionsOfSize(plan, partitionSize);
  if (npartitions === plan.npartitions) return plan;
  return { op: "repartition", input: plan, schema: plan.schema, npartitions };
}

function partitionsOfSize(plan: Plan, size: number | string | undefined): number {
  const wanted = byteSize(size);
  if (wanted === undefined) throw eitherOr(size);
  const bytes = estimatedBytes(plan);
  if (bytes === undefined) {
    throw new OptionError("repartition: the size of persisted rows is not known here; give npartitions.", {
      option: "partitionSize",
      value: size,
    });
  }
  return Math.max(1, Math.ceil(bytes / wanted));
}

function eitherOr(value: unknown): OptionError {
  return new OptionError('repartition takes either { npartitions: 8 } or { partitionSize: "64MB" }.', {
    option: "partitionSize",
    value,
  });
}
