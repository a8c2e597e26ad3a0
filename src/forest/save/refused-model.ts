/** The error for data that is no model. */
export function refuse(why: string): TypeError {
  return new TypeError(`Cannot load this model: ${why}.`);
}

/** A value as a sentence has it. */
export function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value).slice(0, 60);
}

/** @throws {TypeError} the value is no object. */
export function record(value: unknown, what: string): Record<string, unknown> {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), `${what} is no object`);
  return value as Record<string, unknown>;
}

/** @throws {TypeError} it does not hold. */
export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw refuse(otherwise);
}

/** Whether it is an array of any kind. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
