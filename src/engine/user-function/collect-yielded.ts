import { types } from "node:util";

/** All that a generator yields, as an array; for an asynchronous one, a promise of that. Anything else as it is. */
export function collectYielded(result: unknown): unknown {
  if (!types.isGeneratorObject(result)) return result;
  const generator = result as Generator<unknown> | AsyncGenerator<unknown>;
  return Symbol.asyncIterator in generator ? collectAsync(generator) : [...generator];
}

async function collectAsync(generator: AsyncGenerator<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of generator) items.push(item);
  return items;
}
