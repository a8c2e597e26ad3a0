import type { TaskContext, TaskFunction } from "../../../src/engine/engine.js";

/** Task functions that only tests run, loaded by workers through the engine's `taskModules`. */
export const tasks: Record<string, TaskFunction> = {
  "test.identity": (_context: TaskContext, value: unknown) => value,
  "test.add": (_context: TaskContext, ...values: number[]) => values.reduce((sum, value) => sum + value, 0),
  "test.spin": () => {
    for (;;);
  },
  "test.exit": (_context: TaskContext, code: number) => process.exit(code),
};
