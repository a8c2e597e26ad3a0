/**
 * Takes Zstandard's own decoder, compiled to WebAssembly, out of the package zstddec, so that a worker has it at once and
 * frees its memory itself. Part of `npm run build`:
 *
 *     node src/io/zstd/copy-wasm.mjs
 *
 * writes it, with its licence, to `dist/`.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "../../../dist/src/io/zstd");
const script = createRequire(import.meta.url).resolve("zstddec/stream");

/** What a module of WebAssembly begins with, in base64. */
const [, wasm] = /["'](AGFzbQ[A-Za-z0-9+/]+=*)["']/.exec(readFileSync(script, "utf8")) ?? [];
if (wasm === undefined) throw new Error(`There is no WebAssembly in ${script}.`);
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "zstd.wasm"), Buffer.from(wasm, "base64"));
copyFileSync(resolve(dirname(script), "../LICENSE"), join(dist, "THIRD-PARTY-NOTICES"));
