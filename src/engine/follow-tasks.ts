import { AsyncLocalStorage } from "node:async_hooks";
import type { Engine, TaskEvent } from "./engine.js";

/** Where what happens to tasks is heard. */
export type TaskNews = Pick<Engine, "subscribe">;

/** What an error is: a share of rows that are wrong, or a root mean squared error. */
export type ErrorMeasure = "error" | "RMSE";

/** What is followed. */
export interface Followed {
  /** What the tasks make, as it is counted: `"trees"`. */
  readonly title: string;
  /** How many further ones are done already. */
  readonly done?: number;
  /** How many of these each task makes. Default: one. */
  readonly counts?: readonly number[];
  /** How many rows each of these takes to be worked through. */
  readonly rows?: number;
  /** What the errors are that may be shown of it. Default: "error". */
  readonly measure?: ErrorMeasure;
}

/** Somebody who follows tasks. */
export interface Following {
  /** Ends that early, and says so, for when the tasks are no longer waited for; does nothing once they are done. */
  stop(): void;
  /** Shows how an error has fallen with the first 1, 2, … tasks; undefined where nobody would see it. */
  readonly showErrors?: (errors: readonly number[]) => void;
}

/** Shows how many of some tasks are done, from before they are submitted. */
export type Follower = (news: TaskNews, keys: readonly string[], followed: Followed) => Following;

let follower: Follower | undefined;

/** Who shows progress; set by the notebook room, so that those who run tasks need not know it. */
export function setFollower(follow: Follower): void {
  follower = follow;
}

const quiet = new AsyncLocalStorage<true>();

/** Runs work of which no progress is shown, since it is part of work that shows its own. */
export function withoutProgress<T>(work: () => Promise<T>): Promise<T> {
  return quiet.run(true, work);
}

/** Has the progress of these tasks shown, if anybody does; see {@link Follower}. */
export function followTasks(news: TaskNews, keys: readonly string[], followed: Followed): Following {
  if (quiet.getStore() === true) return { stop: () => {} };
  return follower?.(news, keys, followed) ?? { stop: () => {} };
}

/** Steps of some work that is shown as tasks are, one after the other. */
export interface Steps {
  /** Says that the next step is done, or that it has failed or was cancelled, which ends what is shown. */
  tell(state: "finished" | "error" | "cancelled"): void;
}

/** Has the progress of `total` steps shown; `title` is what they are, as it is counted. */
export function followSteps(title: string, total: number): Steps {
  const listeners = new Set<(event: TaskEvent) => void>();
  const subscribe: TaskNews["subscribe"] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const keys = Array.from({ length: total }, (_, i) => `step ${i + 1}`);
  followTasks({ subscribe }, keys, { title });
  let step = 0;
  return {
    tell: (state) => {
      const key = keys[step++];
      for (const listener of [...listeners]) listener({ type: "task", key, name: title, label: title, state });
    },
  };
}
