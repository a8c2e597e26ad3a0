/**
 * The notebook kernel we run in, if any: how to show something in a cell, how to change it later, and how the value at
 * the end of a cell comes to be shown. The only file that knows tslab or Deno; everything it uses of their insides is
 * looked for first, and where it is missing a notebook shows less, but works.
 */
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { type Bundle, isShowable, jupyterDisplay } from "./bundle.js";

/** An output that stands in a cell and may still change. */
export interface LiveDisplay {
  /** Puts this in place of what was shown, in the cell where it was first shown, whichever cell runs by now. */
  update(bundle: Bundle): void;
}

/** Sends a bundle to the cell that was running when the sender was made. */
type Send = (bundle: Bundle, id?: string, update?: boolean) => void;

/** What we use of tslab's own modules. */
interface TslabInsides {
  /** Sends a bundle; replaced for each cell, bound to it. */
  readonly lastWriteDisplayData: ((content: object, update?: boolean) => void) | null;
  /** Runs the cells and counts them; asks itself for the way to a cell's output whenever it starts one. */
  readonly JupyterHandlerImpl?: { readonly prototype: CellRunner };
}

interface CellRunner {
  createWriteToIopub?(...args: unknown[]): unknown;
  readonly execCount?: unknown;
}

interface TslabDisplay {
  raw(type: string, content: string): void;
}

interface Tslab {
  readonly exports: object;
  readonly require: ((id: "tslab") => { display: TslabDisplay; newDisplay(): TslabDisplay }) & {
    readonly cache?: Record<string, { readonly exports: unknown } | undefined>;
  };
}

interface DenoJupyter {
  display(bundle: object, options: { raw: true; display_id?: string; update?: boolean }): Promise<void>;
}

const { __tslab__: tslab, Deno: deno } = globalThis as {
  __tslab__?: Tslab;
  Deno?: { readonly jupyter?: DenoJupyter };
};
const denoJupyter = denosKernel();

/** What Deno's kernel offers; in a program of Deno's, asking for it throws. */
function denosKernel(): DenoJupyter | undefined {
  try {
    return deno?.jupyter;
  } catch {
    return undefined;
  }
}

/** Whether this process is a notebook's kernel that can show rich output. */
export function inNotebook(): boolean {
  return tslab !== undefined || denoJupyter !== undefined;
}

/** Shows a bundle in the cell that runs now. In a terminal its text is printed. */
export function show(bundle: Bundle): void {
  sender()(bundle);
}

/** Shows a bundle in the cell that runs now, to be updated in place. Not for a terminal: each update prints its text. */
export function openDisplay(bundle: Bundle): LiveDisplay {
  const send = sender();
  const id = randomUUID();
  send(bundle, id, false);
  return { update: (next) => send(next, id, true) };
}

/** The way to the cell that runs now; it must be asked for at once, before anything is awaited. */
function sender(): Send {
  if (tslab !== undefined) return tslabSender(tslab);
  if (denoJupyter === undefined) return (bundle) => console.log(bundle["text/plain"]);
  let sent = Promise.resolve();
  return (bundle, id, update) => {
    sent = sent
      .then(() => denoJupyter.display(bundle, { raw: true, display_id: id, update }))
      // What cannot be shown must not end the kernel, nor keep back what comes after it.
      .catch(() => console.log(bundle["text/plain"]));
  };
}

function tslabSender(host: Tslab): Send {
  insides ??= tslabInsides(host);
  const first = insides?.lastWriteDisplayData;
  if (first) {
    // An update finds its output by the id. It goes out with the cell that runs by then: nbclient hears that one alone.
    return (bundle, id, update) => {
      const write = update === true ? (insides?.lastWriteDisplayData ?? first) : first;
      write({ data: bundle, metadata: {}, transient: { display_id: id } }, update);
    };
  }
  // tslab's public display sends one MIME type, and updates what the same object has sent before.
  const { display, newDisplay } = host.require("tslab");
  const live = newDisplay();
  return (bundle, id) => {
    const html = bundle["text/html"];
    const to = id === undefined ? display : live;
    if (html === undefined) to.raw("text/plain", bundle["text/plain"]);
    else to.raw("text/html", html);
  };
}

/** What tells the cell that runs now, or ran last, from every other one; the same for all where that cannot be told. */
export function runningCell(): unknown {
  if (tslab === undefined) return undefined;
  insides ??= tslabInsides(tslab);
  return insides?.lastWriteDisplayData;
}

let runner: CellRunner | undefined;

/** Learns from the next cell on which number each one has, as Jupyter writes it beside the cell. */
export function countCells(): void {
  if (tslab === undefined) return;
  insides ??= tslabInsides(tslab);
  const handler = insides?.JupyterHandlerImpl?.prototype;
  const original = handler?.createWriteToIopub;
  if (handler === undefined || typeof original !== "function") return;
  handler.createWriteToIopub = function (this: CellRunner, ...args) {
    runner = this;
    handler.createWriteToIopub = original;
    return original.apply(this, args);
  };
}

/** The number of the cell that runs now, or ran last; undefined in the cell that called {@link countCells}, and elsewhere. */
export function cellNumber(): number | undefined {
  return typeof runner?.execCount === "number" ? runner.execCount : undefined;
}

/** Whether an interrupt stops a cell and not the program, as in tslab. */
export function isInterruptible(): boolean {
  return tslab !== undefined;
}

/**
 * Calls the listener when the user interrupts a cell that awaits something, until the function that it gives is called.
 * Only where {@link isInterruptible} says so: elsewhere an interrupt would no longer end the program.
 */
export function onInterrupt(listener: () => void): () => void {
  process.on("SIGINT", listener);
  return () => process.off("SIGINT", listener);
}

let insides: TslabInsides | undefined;

/** The module of tslab that can send a whole bundle: not public, but loaded, and beside the public one. */
function tslabInsides(host: Tslab): TslabInsides | undefined {
  const { cache = {} } = host.require;
  const publicModule = host.require("tslab");
  const file = Object.keys(cache).find((name) => cache[name]?.exports === publicModule);
  if (file === undefined) return undefined;
  const inner = cache[join(dirname(file), "jupyter.js")]?.exports as Partial<TslabInsides> | undefined;
  return typeof inner?.lastWriteDisplayData === "function" ? (inner as TslabInsides) : undefined;
}

/** The name under which tslab keeps the value of a cell's last expression, until the cell has ended and it prints it. */
const lastExpression = "tsLastExpr";
const hooked = Symbol.for("danfo-distributed.lastExpression");

/**
 * From now on, also in the very cell that runs, a showable value at the end of a cell is shown richly. tslab itself
 * has no such hook, but keeps the value as a property of an object; that object gets a prototype whose setter sees it.
 * Calling it again does nothing. Deno's kernel needs no registering.
 *
 * @returns whether such values are shown now.
 */
export function register(): boolean {
  if (tslab === undefined) return inNotebook();
  const { exports } = tslab;
  if (isHooked(exports)) return true;
  let kept: unknown;
  const hook = Object.create(Object.getPrototypeOf(exports), {
    [hooked]: { value: true },
    [lastExpression]: {
      configurable: true,
      get: () => kept,
      set: (value: unknown) => {
        kept = showRichly(value) ? undefined : value;
      },
    },
  });
  try {
    // The running cell has set the property already; an own property would hide the setter.
    delete (exports as Record<string, unknown>)[lastExpression];
    return Object.setPrototypeOf(exports, hook) !== null;
  } catch {
    return false;
  }
}

/** Undoes {@link register}: tslab prints every value as text again. */
export function unregister(): void {
  if (tslab === undefined || !isHooked(tslab.exports)) return;
  Object.setPrototypeOf(tslab.exports, Object.getPrototypeOf(Object.getPrototypeOf(tslab.exports)));
}

function isHooked(exports: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(exports);
  return prototype !== null && Object.hasOwn(prototype, hooked);
}

/** Shows a value if it can show itself. One that fails to is left to tslab, which prints it. */
function showRichly(value: unknown): boolean {
  try {
    if (!isShowable(value)) return false;
    show(value[jupyterDisplay]());
    return true;
  } catch {
    return false;
  }
}
