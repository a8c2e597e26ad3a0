import type { EngineEvent } from "../engine.js";

/** Tells listeners what happens, in order and shortly after it happened. */
export class EventFeed {
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #news: EngineEvent[] = [];

  /** Calls the listener with each further event, until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(event: EngineEvent): void {
    if (this.#listeners.size === 0) return;
    if (this.#news.length === 0) queueMicrotask(() => this.#deliver());
    this.#news.push(event);
  }

  #deliver(): void {
    const news = this.#news;
    this.#news = [];
    for (const event of news) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }
}
