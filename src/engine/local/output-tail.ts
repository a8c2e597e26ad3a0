import type { Readable } from "node:stream";

const lines = 20;
const longest = 4000;

/** Remembers the last lines that a worker prints, for the case that the worker is lost. */
export class OutputTail {
  #text = "";

  /** Reads along with whoever else reads the stream. */
  follow(stream: Readable): void {
    stream.on("data", (chunk: Buffer) => {
      this.#text = (this.#text + chunk.toString())
        .split("\n")
        .slice(-lines - 1)
        .join("\n")
        .slice(-longest);
    });
  }

  /** The last lines printed; empty if there were none. */
  get text(): string {
    return this.#text.trimEnd();
  }
}
