import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Picture } from "./svg.js";

/** A picture to paint, and where to say that it is done. */
export interface PaintRequest {
  readonly svg: string;
  /** Set to 1 when the answer has been sent. */
  readonly done: Int32Array;
}

/** The PNG, or why there is none. */
export type PaintAnswer = { readonly png: Uint8Array } | { readonly failure: string };

let painter: MessagePort | undefined;

/** Milliseconds after which a picture is given up. */
const patience = 20_000;

/**
 * The picture as a PNG in base64, the same bytes on every machine: resvg draws it with a font that comes along. A
 * thread of its own does that, since resvg can only be loaded asynchronously and a notebook asks for an output at
 * once; this thread waits, for about 0.4 s the first time and 0.1 s later on.
 *
 * @returns undefined where it cannot be painted; an output has other forms.
 */
export function pictureBase64({ svg }: Picture): string | undefined {
  painter ??= startPainter();
  const done = new Int32Array(new SharedArrayBuffer(4));
  painter.postMessage({ svg: svg.source, done } satisfies PaintRequest);
  Atomics.wait(done, 0, 0, patience);
  const answer = receiveMessageOnPort(painter)?.message as PaintAnswer | undefined;
  if (answer === undefined || "failure" in answer) {
    painter.close();
    painter = undefined;
    return undefined;
  }
  return Buffer.from(answer.png).toString("base64");
}

function startPainter(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(join(__dirname, "png-worker.js"), { workerData: port2, transferList: [port2] });
  // A painter that has failed, as for the lack of memory, costs a picture and not the notebook: the next one gets another.
  worker.on("error", () => {
    if (painter === port1) painter = undefined;
  });
  worker.unref();
  port1.unref();
  return port1;
}
