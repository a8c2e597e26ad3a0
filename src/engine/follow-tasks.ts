import type { Engine } from "./engine.js";

/**
 * Shows how many of some tasks are done, from before they are submitted; the function it gives ends that early. So many
 * further tasks count as done already.
 */
export type Follower = (engine: Engine, keys: readonly string[], title: string, done?: number) => () => void;

let follower: Follower | undefined;

/** Who shows progress; set by the notebook room, so that those who run tasks need not know it. */
export function setFollower(follow: Follower): void {
  follower = follow;
}

/** Has the progress of these tasks shown, if anybody does; see {@link Follower}. */
export function followTasks(engine: Engine, keys: readonly string[], title: string, done = 0): () => void {
  return follower?.(engine, keys, title, done) ?? (() => {});
}
