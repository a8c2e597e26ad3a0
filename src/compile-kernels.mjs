/**
 * Compiles inner loops, which are AssemblyScript, to WebAssembly. Part of `npm run build`:
 *
 *     node src/compile-kernels.mjs
 *
 * writes `generated/kernels.wasm` beside each folder `wasm/`, unless it is there already for these sources and the
 * installed compiler, and copies it to `dist/`.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The rooms' folders of kernels. */
const folders = ["forest/kernel", "forest/regression", "io/csv/kernel"];

for (const folder of folders) {
  const sources = join(here, folder, "wasm");
  const generated = join(here, folder, "generated");
  const dist = resolve(here, "../dist/src", folder, "generated");
  const wasm = join(generated, "kernels.wasm");
  const stamp = join(generated, "kernels.sha256");
  const hash = inputsHash(sources);
  if (!existsSync(wasm) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    mkdirSync(generated, { recursive: true });
    await compile(sources, wasm);
    writeFileSync(stamp, hash);
  }
  mkdirSync(dist, { recursive: true });
  copyFileSync(wasm, join(dist, "kernels.wasm"));
}

async function compile(sources, wasm) {
  const { default: asc } = await import("assemblyscript/asc");
  const options = [
    "-O3",
    "--converge",
    "--runtime",
    "stub",
    "--noAssert",
    "--importMemory",
    "--uncheckedBehavior",
    "always",
    "--enable",
    "simd",
  ];
  const { error, stderr } = await asc.main(["kernels.ts", "--outFile", "kernels.wasm", ...options], {
    // The compiler looks for .ts; the sources are named .as, so that TypeScript leaves them alone.
    readFile: (name) => {
      const file = join(sources, basename(name).replace(/\.ts$/, ".as"));
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
    writeFile: (_, contents) => writeFileSync(wasm, contents),
    listFiles: () => [],
  });
  if (error !== null)
    throw new Error(`The kernels in ${sources} do not compile: ${error.message}\n${stderr.toString()}`);
}

/** A hash of the sources, of this script and of the compiler's version. */
function inputsHash(sources) {
  const version = createRequire(import.meta.url)("assemblyscript/package.json").version;
  const files = readdirSync(sources)
    .sort()
    .map((name) => join(sources, name));
  const hashed = createHash("sha256").update(version);
  for (const file of [fileURLToPath(import.meta.url), ...files]) hashed.update(readFileSync(file));
  return hashed.digest("hex");
}
