import type { Engine } from "./engine.js";

/** What is followed. */
export interface Followed {
  /** What the tasks make, as it is counted: `"trees"`. */
  readonly title: string;
  /** How many further ones are done already. */
  readonly done?: number;
  /** How many rows each task works through. */
  readonly rows?: number;
}

/** Somebody who follows tasks. */
export interface Following {
  /** Ends that early, for when the tasks are no longer waited for. */
  stop(): void;
  /** Shows how an error has fallen with the first 1, 2, … tasks; undefined where nobody would see it. */
  readonly showErrors?: (errors: readonly number[]) => void;
}

/** Shows how many of some tasks are done, from before they are submitted. */
export type Follower = (engine: Engine, keys: readonly string[], followed: Followed) => Following;

let follower: Follower | undefined;

/** Who shows progress; set by the notebook room, so that those who run tasks need not know it. */
export function setFollower(follow: Follower): void {
  follower = follow;
}

/** Has the progress of these tasks shown, if anybody does; see {@link Follower}. */
export function followTasks(engine: Engine, keys: readonly string[], followed: Followed): Following {
  return follower?.(engine, keys, followed) ?? { stop: () => {} };
}
