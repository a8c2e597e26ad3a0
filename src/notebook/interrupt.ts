import type { Engine } from "../engine/engine.js";
import { isInterruptible, onInterrupt, runningCell } from "./kernel.js";

/** The engines that are followed already. */
const followed = new WeakSet<Engine>();

/**
 * When the user interrupts a cell that awaits something, the tasks that the cell has started are cancelled: the kernel
 * itself only stops waiting for them. What earlier cells have started goes on. Nothing listens while no task is open.
 */
export function cancelOnInterrupt(engine: Engine): void {
  if (!isInterruptible() || followed.has(engine)) return;
  followed.add(engine);
  /** The cell that has started each task that is not done. */
  const cells = new Map<string, unknown>();
  let unhook: (() => void) | undefined;
  const interrupt = (): void => {
    const cell = runningCell();
    void engine.cancel([...cells].filter(([, startedBy]) => startedBy === cell).map(([key]) => key));
  };
  engine.subscribe((event) => {
    if (event.type !== "task") return;
    switch (event.state) {
      case "finished":
      case "error":
      case "cancelled":
        cells.delete(event.key);
        if (cells.size > 0) return;
        unhook?.();
        unhook = undefined;
        break;
      default:
        if (cells.has(event.key)) return;
        cells.set(event.key, runningCell());
        unhook ??= onInterrupt(interrupt);
    }
  });
}
