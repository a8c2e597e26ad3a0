import { OptionError } from "../errors.js";
import { nearest } from "../options.js";
import { type DType, dtypes } from "../partition/partition.js";

/** @throws {OptionError} it is not a dtype. */
export function dtypeOption(dtype: unknown, method: string): DType {
  if (dtypes.includes(dtype as DType)) return dtype as DType;
  const near = nearest(String(dtype), dtypes);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new OptionError(
    `${method}: there is no dtype ${JSON.stringify(dtype)}.${hint} There are ${dtypes.join(", ")}.`,
    { option: "dtype", value: dtype },
  );
}
