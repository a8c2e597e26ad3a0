import type { Bundle } from "../bundle.js";
import { bundleOf, type Part } from "../parts.js";
import { listed, named, short } from "../text.js";

/** What a view needs of an error of the library. */
export interface ErrorState {
  readonly name: string;
  readonly message: string;
  /** What the message speaks of, by name. */
  readonly where?: object;
  readonly cause?: unknown;
}

/** An error: its sentence, and what it speaks of. Without the calls that led to it, which are the library's own. */
export function errorView({ name, message, where = {}, cause }: ErrorState): Bundle {
  const facts = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => [named(fact), valueText(value)] as const);
  const parts: Part[] = [{ heading: name }, { sentence: short(message, mostCharacters) }];
  if (facts.length > 0) parts.push({ facts });
  if (cause instanceof Error) parts.push({ sentence: short(`It began with: ${cause.message}`, mostCharacters) });
  const lines = [`${name}: ${short(message, mostCharacters)}`];
  if (cause instanceof Error) lines.push(short(`It began with: ${cause.message}`, mostCharacters));
  return bundleOf(parts, lines.join("\n"));
}

/** A sentence is longer than a name, but what is in it may be a file's content. */
const mostCharacters = 2000;

function valueText(value: unknown): string {
  if (Array.isArray(value)) return listed(value.map(String));
  if (typeof value === "string") return short(value, 200);
  return short(typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value)), 200);
}
