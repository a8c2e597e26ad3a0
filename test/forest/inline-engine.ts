import type { ClusterInfo, Engine, EngineEvent, Ref, Task, TaskContext, Value } from "../../src/engine/engine.js";
import { taskFunction } from "../../src/engine/tasks.js";

/** An engine that runs tasks one after the other in this thread, on structured clones of plain arguments. */
export class InlineEngine implements Engine {
  readonly labels: string[] = [];
  private readonly values = new Map<string, Promise<Value>>();
  private readonly caches = new WeakMap<object, Map<string, unknown>>();
  private readonly context: TaskContext = {
    call: async (name, ...args) => taskFunction(name)(this.context, ...(args as never[])),
    cached: <T>(source: object, name: string, make: () => T): T => {
      const cache = this.caches.get(source) ?? new Map<string, unknown>();
      this.caches.set(source, cache);
      if (!cache.has(name)) cache.set(name, make());
      return cache.get(name) as T;
    },
  };

  /** @param held - how many values are held, to see that none is forgotten. */
  get held(): number {
    return this.values.size;
  }

  submit(tasks: readonly Task[]): void {
    for (const task of tasks) {
      this.labels.push(task.label ?? task.name);
      const value = this.run(task);
      value.catch(() => undefined);
      this.values.set(task.key, value);
    }
  }

  private async run({ name, args }: Task): Promise<Value> {
    const given = args.map((arg) => (isRef(arg) ? this.values.get(arg.ref) : structuredClone(arg)));
    return taskFunction(name)(this.context, ...((await Promise.all(given)) as never[]));
  }

  put(key: string, value: Value): void {
    this.values.set(key, Promise.resolve(value));
  }

  fetch(key: string): Promise<Value> {
    return this.values.get(key) ?? Promise.reject(new Error(`There is no value ${key}.`));
  }

  async settled(key: string): Promise<void> {
    await this.fetch(key);
  }

  release(keys: readonly string[]): void {
    for (const key of keys) this.values.delete(key);
  }

  async cancel(keys: readonly string[]): Promise<void> {
    await Promise.allSettled(keys.map((key) => this.values.get(key)));
  }

  subscribe(_: (event: EngineEvent) => void): () => void {
    return () => undefined;
  }

  info(): ClusterInfo {
    return {
      kind: "this thread",
      state: "running",
      workers: [{ id: 1, state: "idle", finished: this.labels.length }],
      memoryUsed: 0,
      memorySpilled: 0,
      memoryLimit: Infinity,
      tasks: { waiting: 0, queued: 0, running: 0, finished: this.labels.length, error: 0, cancelled: 0 },
    };
  }

  async restart(): Promise<void> {}

  async close(): Promise<void> {}
}

function isRef(arg: unknown): arg is Ref {
  return typeof arg === "object" && arg !== null && Object.hasOwn(arg, "ref");
}
