import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { bytesText } from "../../byte-size.js";
import { memoryOf, noteMemory, type SharedMemory } from "../../shared-bytes.js";
import { isRef } from "./order-graph.js";
import { OutputTail } from "./output-tail.js";
import {
  type FromWorker,
  SlotState,
  slotCount,
  slotValue,
  type ToWorker,
  type WireResult,
  type WorkerSetup,
} from "./protocol.js";
import type { WorkerLoss } from "./scheduler-events.js";
import { type TaskRecord, titleOf } from "./task-record.js";

/** What a thread tells the scheduler. After `lost`, and after a call of `close`, it tells nothing more. */
export interface ThreadListener {
  ready(): void;
  result(key: string, result: WireResult): void;
  lost(begun: readonly string[], loss: WorkerLoss): void;
}

export interface ThreadOptions {
  /** The worker's number. */
  readonly id: number;
  /** Bytes its heap may take before it is ended; shared bytes do not count. */
  readonly heapLimit: number;
  /** Bytes that it may drop before it collects garbage. */
  readonly garbage: number;
  readonly taskModules: readonly string[];
  /** Milliseconds that a task may run. */
  readonly taskTimeout?: number;
}

/** What stands in a slot, as the main thread knows it. */
interface Held {
  readonly key: string;
  /** How it is named in sentences. */
  readonly title: string;
  readonly slot: number;
  readonly serial: number;
  /** When it was first seen running. */
  since?: number;
}

/** One worker thread, from the main thread's side: what it is sent, what it holds, and how it ended. */
export class Thread {
  readonly #id: number;
  readonly #heapLimit: number;
  readonly #listener: ThreadListener;
  readonly #worker: Worker;
  readonly #output = new OutputTail();
  readonly #slots = new Int32Array(new SharedArrayBuffer(4 * slotCount));
  readonly #freeSlots = Array.from({ length: slotCount }, (_, slot) => slot);
  readonly #held = new Map<string, Held>();
  readonly #bySlot = new Map<number, Held>();
  readonly #exited: Promise<void>;
  #serial = 0;
  #closing = false;
  #cause: string | undefined;
  #ending: Promise<number> | undefined;

  /** Starts the thread. It keeps no program alive by itself. */
  constructor({ id, heapLimit, garbage, taskModules, taskTimeout }: ThreadOptions, listener: ThreadListener) {
    this.#id = id;
    this.#heapLimit = heapLimit;
    this.#listener = listener;
    this.#worker = new Worker(join(__dirname, "worker.js"), {
      name: `danfo-distributed worker ${id}`,
      workerData: { slots: this.#slots, garbage, taskModules } satisfies WorkerSetup,
      // How the program or the notebook's kernel was started says nothing about how a worker should be.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heapLimit / 2 ** 20) },
    });
    // Node passes on what the worker prints. Asking for it (`stdout: true`) would keep the program alive to read it.
    this.#output.follow(this.#worker.stdout);
    this.#output.follow(this.#worker.stderr);
    this.#worker.on("message", (message: FromWorker) => this.#receive(message));
    this.#worker.on("messageerror", (error) => this.#end(`Worker ${id} sent what cannot be read: ${error.message}`));
    this.#worker.on("error", (error) => this.#explain(error));
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        resolve();
        this.#leave(code);
      });
    });
    this.#worker.unref();
    if (taskTimeout !== undefined) this.#watch(taskTimeout);
  }

  /**
   * Sends tasks, with the values that the worker does not have yet.
   *
   * @throws {DataCloneError} an argument or a value cannot be sent to another thread; then nothing was sent.
   */
  send(tasks: readonly TaskRecord[], values: readonly (readonly [id: number, content: unknown])[]): void {
    const held = tasks.map((task) => this.#hold(task));
    const message: ToWorker = {
      type: "run",
      values: values.map(([id, content]) =>
        content instanceof Uint8Array ? [id, content, memoryOf(content)] : [id, content],
      ),
      tasks: tasks.map(({ id, name, args, dependencies }, i) => {
        const refs: [number, number][] = [];
        const ids = new Map(dependencies.map((dependency) => [dependency.key, dependency.id]));
        const plain = dependencies.length === 0 ? args : args.map((arg) => (isRef(arg) ? undefined : arg));
        if (dependencies.length > 0) {
          args.forEach((arg, place) => {
            if (isRef(arg)) refs.push([place, ids.get(arg.ref) as number]);
          });
        }
        return { slot: held[i].slot, serial: held[i].serial, id, name, args: plain, refs };
      }),
    };
    try {
      this.#worker.postMessage(message);
    } catch (error) {
      for (const { key } of held) this.#drop(key);
      throw error;
    }
  }

  forget(values: readonly number[]): void {
    this.#worker.postMessage({ type: "forget", values } satisfies ToWorker);
  }

  /** Takes a task back, if it has not begun; says whether that worked. */
  withdraw(key: string): boolean {
    const held = this.#held.get(key);
    if (held === undefined) return false;
    const queued = slotValue(held.serial, SlotState.queued);
    const withdrawn = slotValue(held.serial, SlotState.withdrawn);
    if (Atomics.compareExchange(this.#slots, held.slot, queued, withdrawn) !== queued) return false;
    this.#drop(key);
    return true;
  }

  /** Ends the thread if this task is running on it; the listener hears of the loss. Resolves when it has ended. */
  async stop(key: string): Promise<void> {
    const held = this.#held.get(key);
    if (held === undefined || !this.#isRunning(held)) return;
    await this.#end(`Worker ${this.#id} was stopped, because ${held.title} was cancelled while it ran there.`);
  }

  /** Ends the thread, without a word to the listener. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#end("");
  }

  /** Ends the thread when a task runs for too long. The worker cannot be asked: work that goes on does not answer. */
  #watch(taskTimeout: number): void {
    const interval = Math.min(Math.max(taskTimeout / 20, 5), 500);
    const timer = setInterval(() => {
      const now = performance.now();
      for (const held of this.#held.values()) {
        if (!this.#isRunning(held)) continue;
        held.since ??= now;
        if (now - held.since < taskTimeout) continue;
        const cause = `Worker ${this.#id} was stopped, because ${held.title} hung: it ran for longer than ${taskTimeout / 1000} s, which is the client's taskTimeout.`;
        void this.#end(cause);
      }
    }, interval);
    timer.unref();
    void this.#exited.then(() => clearInterval(timer));
  }

  #hold(task: TaskRecord): Held {
    this.#serial += 1;
    const slot = this.#freeSlots.pop();
    if (slot === undefined) throw new Error(`Worker ${this.#id} was sent more tasks than it has slots.`);
    const { key } = task;
    const held = { key, title: titleOf(task), slot, serial: this.#serial };
    Atomics.store(this.#slots, slot, slotValue(held.serial, SlotState.queued));
    this.#held.set(key, held);
    this.#bySlot.set(slot, held);
    return held;
  }

  #drop(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    this.#bySlot.delete(held.slot);
    this.#freeSlots.push(held.slot);
  }

  #isRunning({ slot, serial }: Held): boolean {
    return Atomics.load(this.#slots, slot) === slotValue(serial, SlotState.running);
  }

  #receive(message: FromWorker): void {
    if (this.#closing) return;
    switch (message.type) {
      case "ready":
        this.#listener.ready();
        break;
      case "results":
        for (const result of message.results) {
          const held = this.#bySlot.get(result.slot);
          if (held === undefined) continue;
          this.#drop(held.key);
          if (result.type === "finished" && result.memory !== undefined) {
            noteMemory(result.value as Uint8Array, result.memory as SharedMemory);
          }
          this.#listener.result(held.key, result);
        }
    }
  }

  async #end(cause: string): Promise<void> {
    this.#cause ??= cause;
    this.#ending ??= this.#worker.terminate();
    await this.#ending;
    await this.#exited;
  }

  #explain(error: Error & { code?: string }): void {
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY") {
      this.#cause ??= `Worker ${this.#id} ran out of memory: its heap may take ${bytesText(this.#heapLimit)}. Give the client a greater memoryLimit, fewer workers, or the task less at a time.`;
    } else {
      this.#cause ??= `Worker ${this.#id} ended with an error outside of a task: ${error.message}`;
    }
  }

  #leave(exitCode: number): void {
    if (this.#closing) return;
    this.#closing = true;
    const begun = [...this.#held.values()].filter((held) => this.#isRunning(held)).map(({ key }) => key);
    const cause = this.#cause ?? `Worker ${this.#id} exited with code ${exitCode}.`;
    const output = this.#output.text;
    const memory = { heapLimit: this.#heapLimit, processPeak: 1024 * process.resourceUsage().maxRSS };
    this.#listener.lost(begun, { cause, exitCode, memory, output: output === "" ? undefined : output });
  }
}
