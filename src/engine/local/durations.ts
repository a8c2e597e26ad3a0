/** How many kinds of tasks are remembered: functions that are made anew for each task would else fill memory. */
const mostKinds = 1000;

/** How long tasks of a kind took lately, in milliseconds. Forgets the kinds of which none has ended for longest. */
export class Durations {
  readonly #known = new Map<string, number>();

  /** Undefined for a kind of which none has ended yet. */
  of(kind: string): number | undefined {
    return this.#known.get(kind);
  }

  /** Takes in that a task ended; those before it count less and less. */
  note(kind: string, duration: number): void {
    const before = this.#known.get(kind);
    this.#known.delete(kind);
    this.#known.set(kind, before === undefined ? duration : (before + duration) / 2);
    if (this.#known.size > mostKinds) this.#known.delete(this.#known.keys().next().value as string);
  }
}
