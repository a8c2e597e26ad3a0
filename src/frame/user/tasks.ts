import type { TaskContext } from "../../engine/engine.js";
import { toArrowBytes } from "../../partition/arrow.js";
import type { Schema } from "../schema.js";
import { gatherPieces } from "../shuffle/gather-pieces.js";
import type { Scattered } from "../shuffle/scatter.js";
import { callUserForGroups } from "./call-groups.js";
import type { UserCall } from "./user-call.js";

/** What a user's function makes of the groups in one piece of all rows, whose last column is the place of each. */
export async function applyGroups(
  context: TaskContext,
  piece: number,
  keys: readonly string[],
  call: UserCall,
  schema: Schema,
  ...parts: readonly Scattered[]
): Promise<Uint8Array> {
  return toArrowBytes(await callUserForGroups(gatherPieces(context, parts, piece), keys, call, schema));
}
