import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

/**
 * Stands in for a tslab notebook in this process: `globalThis.__tslab__`, and cells that are run as tslab runs what
 * TypeScript made of them. `kernel.test.ts` shows that tslab's own cells look like these.
 */
export class Cells {
  readonly exports: Record<string, unknown> = {};
  private readonly require = createRequire(join(process.cwd(), "notebook.js"));

  open(): void {
    (globalThis as Record<string, unknown>).__tslab__ = { exports: this.exports, require: this.require };
  }

  close(): void {
    delete (globalThis as Record<string, unknown>).__tslab__;
  }

  /** Runs the JavaScript of a cell and gives the function that it leaves in `exports.f`. */
  run(text: string): (...args: never[]) => unknown {
    runInThisContext(`(function(exports, require) { ${text}\n})`)(this.exports, this.require);
    return this.exports.f as (...args: never[]) => unknown;
  }
}
