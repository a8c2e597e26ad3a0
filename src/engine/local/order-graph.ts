import type { Ref, Task, TaskArg } from "../engine.js";
import type { TaskRecord } from "./task-record.js";

/** Whether an argument stands for the value of another task: an object with `ref` and nothing else. */
export function isRef(arg: TaskArg): arg is Ref {
  if (typeof arg !== "object" || arg === null) return false;
  if (typeof (arg as Partial<Ref>).ref !== "string") return false;
  return Object.keys(arg).length === 1;
}

/**
 * New tasks as records that know their dependencies, checked: nothing has been changed when this throws.
 *
 * @param known - the tasks that are there already, by key.
 * @param firstId - the number of the first of the new ones.
 * @param defaultRetries - for tasks that do not say how often they may be retried.
 * @throws {Error} a key is taken, or a reference leads nowhere.
 */
export function recordsOf(
  tasks: readonly Task[],
  known: ReadonlyMap<string, TaskRecord>,
  firstId: number,
  defaultRetries: number,
): TaskRecord[] {
  const fresh = new Map<string, TaskRecord>();
  for (const task of tasks) {
    if (known.has(task.key) || fresh.has(task.key)) {
      throw new Error(`Cannot submit task "${task.key}": there is a task with this key already.`);
    }
    fresh.set(task.key, newRecord(task, firstId + fresh.size, defaultRetries));
  }
  for (const record of fresh.values()) {
    const found = new Set<TaskRecord>();
    for (const arg of record.args) {
      if (!isRef(arg)) continue;
      const dependency = fresh.get(arg.ref) ?? known.get(arg.ref);
      if (dependency === undefined) {
        throw new Error(
          `Cannot submit task "${record.key}": it takes the value of "${arg.ref}", which was never submitted or has been released.`,
        );
      }
      found.add(dependency);
    }
    record.dependencies = [...found];
  }
  return [...fresh.values()];
}

/**
 * Puts new tasks into the order in which to begin them, so that what was begun is finished before new sources are
 * started and few values are held at a time. The walk goes from each task that no other one takes, in the order
 * submitted, down to the sources; `order` is the place at which it leaves a task. `anchor` is the latest source that
 * a task builds on; values that were put in are none. A task submitted later for values that are there already thus still runs before further sources.
 *
 * @returns the tasks, each after those it depends on.
 * @throws {Error} tasks depend on each other in a circle.
 */
export function orderGraph(records: readonly TaskRecord[], firstOrder: number): TaskRecord[] {
  const left = new Set(records);
  const entered = new Set<TaskRecord>();
  const needed = new Set<TaskRecord>();
  for (const record of records) for (const dependency of record.dependencies) needed.add(dependency);
  const ordered: TaskRecord[] = [];
  for (const sink of records) {
    if (needed.has(sink)) continue;
    const path: { record: TaskRecord; next: number }[] = [{ record: sink, next: 0 }];
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (top.next < top.record.dependencies.length) {
        const dependency = top.record.dependencies[top.next];
        top.next += 1;
        if (!left.has(dependency)) continue;
        if (entered.has(dependency)) throw circle(dependency);
        entered.add(dependency);
        path.push({ record: dependency, next: 0 });
        continue;
      }
      path.pop();
      left.delete(top.record);
      top.record.order = firstOrder + ordered.length;
      top.record.anchor = latestSource(top.record);
      ordered.push(top.record);
    }
  }
  for (const record of left) throw circle(record);
  return ordered;
}

function latestSource(record: TaskRecord): number {
  let latest = -1;
  for (const { anchor } of record.dependencies) if (anchor > latest) latest = anchor;
  return latest < 0 ? record.order : latest;
}

function circle(record: TaskRecord): Error {
  return new Error(`Cannot submit task "${record.key}": it depends on its own value.`);
}

function newRecord(task: Task, id: number, defaultRetries: number): TaskRecord {
  return {
    key: task.key,
    id,
    name: task.name,
    kind: task.kind ?? task.name,
    label: task.label ?? task.name,
    item: task.item,
    spoiled: false,
    priority: task.priority ?? 0,
    retries: task.retries ?? defaultRetries,
    args: task.args,
    anchor: 0,
    order: 0,
    state: "waiting",
    dependencies: [],
    missing: 0,
    dependents: new Set(),
    kept: true,
    awaited: false,
    wanted: false,
    value: undefined,
    pinning: false,
    worker: undefined,
    ranOn: undefined,
    ran: undefined,
    cost: 0,
    recalled: false,
    losses: 0,
    place: -1,
    error: undefined,
  };
}
