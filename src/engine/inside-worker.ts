let isInside = false;

/** Notes that this thread is a worker. Called once, by the worker's program. */
export function enterWorker(): void {
  isInside = true;
}

/** Whether this thread is a worker. */
export function isInWorker(): boolean {
  return isInside;
}

/** @throws {Error} this thread is a worker: a task has tried to start a cluster. */
export function mustNotBeInWorker(): void {
  if (!isInside) return;
  throw new Error(
    "A task runs on a worker already, and cannot start a cluster of its own. Submit and compute where the client is, and give the task futures as arguments: they stand for their values.",
  );
}
