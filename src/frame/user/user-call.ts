import type { PackedFunction } from "../../engine/user-function/packed-function.js";

/**
 * A user's function, called with each row, with each value of one column, or with all rows of a partition or of a group as a
 * danfo frame; and with the arguments that are packed with it.
 */
export interface UserCall {
  readonly fn: PackedFunction;
  readonly per: "row" | "value" | "partition" | "group";
  /** What the user called, as it begins a sentence. */
  readonly method: string;
}
