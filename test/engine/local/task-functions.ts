import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { TaskContext, TaskFunction } from "../../../src/engine/engine.js";
import { CSVParseError } from "../../../src/errors.js";
import { kernelBytes } from "../../../src/forest/kernel/compiled.js";
import { memoryOf } from "../../../src/shared-bytes.js";

/** Task functions that only tests run, loaded by workers through the engine's `taskModules`. */
export const tasks: Record<string, TaskFunction> = {
  "test.identity": (_context: TaskContext, value: unknown) => value,
  "test.add": (_context: TaskContext, ...values: number[]) => values.reduce((sum, value) => sum + value, 0),
  "test.bytes": (_context: TaskContext, length: number) => new Uint8Array(length).fill(7),
  "test.kernelBytes": (_context: TaskContext, length: number) => kernelBytes(length),
  "test.growMemory": (_context: TaskContext, bytes: Uint8Array) => memoryOf(bytes)?.grow(1),
  "test.sum": (_context: TaskContext, ...all: Uint8Array[]) =>
    all.reduce((sum, bytes) => bytes.reduce((sum, byte) => sum + byte, sum), 0),
  "test.isShared": (_context: TaskContext, bytes: Uint8Array) => bytes.buffer instanceof SharedArrayBuffer,
  "test.write": (_context: TaskContext, bytes: Uint8Array) => {
    bytes[0] += 1;
    return bytes[0];
  },
  "test.made": (context: TaskContext, source: object, name: string) =>
    context.cached(source, name, () => ({ made: performance.now() })),
  "test.twice": (context: TaskContext, value: number) => context.call("test.add", value, value),
  "test.later": async (_context: TaskContext, milliseconds: number, value: unknown) => {
    await sleep(milliseconds);
    return value;
  },
  "test.spin": () => {
    for (;;);
  },
  "test.throw": function readBadly() {
    throw new CSVParseError("penguins.csv, line 3: 4 fields where 3 are named.", { file: "penguins.csv", line: 3 });
  },
  "test.typeError": () => {
    const nothing = undefined as unknown as { field: number };
    return nothing.field;
  },
  "test.throwText": () => {
    throw "just text";
  },
  "test.function": () => () => 1,
  "test.exit": (_context: TaskContext, code: number, line = "") => {
    if (line !== "") console.log(line);
    return process.exit(code);
  },
  /** Exits when it runs for the first time, going by a counter that all threads share. */
  "test.exitOnce": (_context: TaskContext, runs: Int32Array) => {
    if (Atomics.add(runs, 0, 1) === 0) process.exit(9);
    return "done";
  },
  /** Hangs when it runs for the first time, going by a counter that all threads share. */
  "test.hangOnce": (_context: TaskContext, runs: Int32Array) => {
    if (Atomics.add(runs, 0, 1) === 0) for (;;);
    return "done";
  },
  /** Adds values up, but exits every so many runs, going by a counter that all threads share. */
  "test.addMortal": (_context: TaskContext, runs: Int32Array, every: number, ...values: number[]) => {
    if ((Atomics.add(runs, 0, 1) + 1) % every === 0) process.exit(1);
    return values.reduce((sum, value) => sum + value, 0);
  },
  "test.fillHeap": () => {
    const all: number[][] = [];
    for (;;) all.push(new Array(10_000).fill(all.length));
  },
  "test.throwOutside": async () => {
    setTimeout(() => {
      throw new Error("from a timer");
    });
    await sleep(60_000);
  },
  "test.say": (_context: TaskContext, text: string) => void writeSync(1, text),
};
