/** The thread that paints pictures, for `png.ts`. */
import { readFileSync } from "node:fs";
import { type MessagePort, workerData } from "node:worker_threads";
import type * as ResvgLibrary from "@resvg/resvg-wasm";
import { encodePng } from "./encode-png.js";
import type { PaintAnswer, PaintRequest } from "./png.js";

/** Pixels of the PNG for one of the picture: enough for paper, and within 25 kB. */
const zoom = 1.5;

/** Arimo has the widths of Arial and Helvetica, which the pictures are laid out for. */
const fonts = ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"];

interface Tools {
  readonly Resvg: typeof ResvgLibrary.Resvg;
  readonly fonts: readonly Uint8Array[];
}

let tools: Promise<Tools> | undefined;

const port = workerData as MessagePort;
port.on("message", async ({ svg, done }: PaintRequest) => {
  port.postMessage(await paint(svg));
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});

async function paint(svg: string): Promise<PaintAnswer> {
  try {
    tools ??= loadTools();
    const { Resvg, fonts: fontBuffers } = await tools;
    const font = { fontBuffers: [...fontBuffers], defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" };
    const { width, height, pixels } = new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } }).render();
    return { png: encodePng(width, height, pixels, 96 * zoom) };
  } catch (error) {
    return { failure: String(error) };
  }
}

/** A part of painting, so that what is missing is a picture's failure and not the thread's. */
async function loadTools(): Promise<Tools> {
  const { initWasm, Resvg }: typeof ResvgLibrary = require("@resvg/resvg-wasm");
  await initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return { Resvg, fonts: fonts.map((file) => readFileSync(require.resolve(`@expo-google-fonts/arimo/${file}`))) };
}
