import type { Engine, TaskEvent } from "../engine/engine.js";
import type { Followed, Following } from "../engine/follow-tasks.js";
import { inNotebook, openDisplay } from "./kernel.js";
import { type ProgressState, progressText, progressView } from "./views/progress.js";

/** Where progress is shown. */
interface ProgressOutput {
  /** Whether there is room for more than a line. */
  readonly rich: boolean;
  update(progress: ProgressState): void;
  end(progress: ProgressState): void;
}

/** Milliseconds between two updates: at most five a second. */
const interval = 200;

/** Work that takes less than this, in milliseconds, says nothing in a terminal. */
const patience = 1000;

/**
 * Shows how many of these tasks are done until all are, or one has failed or was cancelled. To be called before they are
 * submitted, in the cell that is to show it. A notebook keeps one line of it, the same in each run.
 */
export function followTasks(
  engine: Pick<Engine, "subscribe">,
  keys: readonly string[],
  { title, done = 0, counts, rows = 0, measure }: Followed,
): Following {
  if (keys.length + done === 0) return { stop: () => {} };
  const open = new Map(keys.map((key, i) => [key, counts?.[i] ?? 1]));
  const total = [...open.values()].reduce((sum, count) => sum + count, done);
  let finished = 0;
  const started = Date.now();
  let errors: readonly number[] = [];
  const now = (state: ProgressState["state"]): ProgressState => {
    const rowsPerSecond = (1000 * rows * finished) / Math.max(1, Date.now() - started);
    return { title, done: done + finished, total, state, rowsPerSecond, errors, measure };
  };
  const output = inNotebook() ? notebookOutput(now("running")) : terminalOutput();
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const end = (state: ProgressState["state"]): void => {
    ended = true;
    clearTimeout(timer);
    unsubscribe();
    output.end(now(state));
  };
  const update = (): void => {
    timer = undefined;
    output.update(now("running"));
  };
  const unsubscribe = engine.subscribe((event) => {
    if (event.type !== "task" || !open.has(event.key)) return;
    const ending = endings[event.state];
    if (ending === undefined) return;
    if (ending !== "finished") return end(ending);
    finished += open.get(event.key) as number;
    open.delete(event.key);
    if (open.size === 0) return end("finished");
    timer ??= setTimeout(update, interval).unref();
  });
  if (open.size === 0) end("finished");
  return {
    stop: () => {
      if (!ended) end("cancelled");
    },
    // The next update shows them; they may come out of order.
    showErrors: output.rich
      ? (next) => {
          if (next.length > errors.length) errors = next;
        }
      : undefined,
  };
}

const endings: Partial<Record<TaskEvent["state"], ProgressState["state"]>> = {
  finished: "finished",
  error: "failed",
  cancelled: "cancelled",
};

function notebookOutput(progress: ProgressState): ProgressOutput {
  const shown = openDisplay(progressView(progress));
  const update = (next: ProgressState): void => shown.update(progressView(next));
  return { rich: true, update, end: update };
}

/** On standard error, if that is a terminal, a bar and a line that are written over again; else the last line alone. */
function terminalOutput(): ProgressOutput {
  const started = Date.now();
  const isLong = (): boolean => Date.now() - started >= patience;
  const { stderr } = process;
  const again = stderr.isTTY ? "\r\u001b[K" : "";
  return {
    rich: false,
    update: (progress) => {
      if (stderr.isTTY && isLong()) stderr.write(`${again}${bar(progress)} ${progressText(progress)}`);
    },
    end: (progress) => {
      if (isLong()) stderr.write(`${again}${progressText(progress)}\n`);
    },
  };
}

/** A bar of characters, in blue where the terminal has colours and its user wants them (`NO_COLOR`). */
function bar({ done, total }: ProgressState): string {
  const length = Math.round((barLength * done) / total);
  const drawn = "█".repeat(length);
  const coloured = process.stderr.hasColors?.() ? `\u001b[34m${drawn}\u001b[39m` : drawn;
  return coloured + "░".repeat(barLength - length);
}

const barLength = 20;
