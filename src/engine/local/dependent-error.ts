/**
 * The error of a task that never ran, because one that it depended on has failed: of the same class, with the same
 * sentence and fields, and a stack whose last lines name both.
 *
 * @param dependent - how the task that did not run is named.
 */
export function dependentError(error: unknown, dependent: string): unknown {
  if (!(error instanceof Error)) return error;
  const copy = Object.defineProperties(new Error(error.message), Object.getOwnPropertyDescriptors(error));
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
  const stack = `${error.stack}\n    so that ${dependent}, which depends on it, did not run`;
  return Object.defineProperty(copy, "stack", { value: stack, writable: true, configurable: true });
}
