/**
 * Compiles inner loops, which are AssemblyScript, to WebAssembly. Part of `npm run build`:
 *
 *     node src/compile-kernels.mjs
 *
 * writes `generated/kernels.wasm`, and what else is listed below, beside each folder `wasm/`, unless it is there already
 * for these sources and the installed compiler, and copies it to `dist/`.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** For a memory that threads share, of up to 2 GiB. */
const shared = ["--sharedMemory", "--maximumMemory", "32768", "--enable", "threads"];

/** The rooms' folders of kernels, and for each what is made of them, with which options. */
const folders = {
  "forest/kernel": { kernels: [], "shared-kernels": shared },
  "forest/regression": { kernels: [], "shared-kernels": shared },
  "io/csv/kernel": { kernels: [] },
};

/** Sources that are not in a room's own folder are taken from here. */
const common = join(here, "forest/kernel/wasm");

for (const [folder, modules] of Object.entries(folders)) {
  const sources = join(here, folder, "wasm");
  const generated = join(here, folder, "generated");
  const dist = resolve(here, "../dist/src", folder, "generated");
  const stamp = join(generated, "kernels.sha256");
  const hash = inputsHash(sources);
  const paths = Object.keys(modules).map((name) => join(generated, `${name}.wasm`));
  if (!paths.every((path) => existsSync(path)) || !existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    mkdirSync(generated, { recursive: true });
    for (const [name, more] of Object.entries(modules)) await compile(sources, join(generated, `${name}.wasm`), more);
    writeFileSync(stamp, hash);
  }
  mkdirSync(dist, { recursive: true });
  for (const path of paths) copyFileSync(path, join(dist, basename(path)));
}

async function compile(sources, wasm, more) {
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
    ...more,
  ];
  const { error, stderr } = await asc.main(["kernels.ts", "--outFile", "kernels.wasm", ...options], {
    // The compiler looks for .ts; the sources are named .as, so that TypeScript leaves them alone.
    readFile: (name) => {
      const file = basename(name).replace(/\.ts$/, ".as");
      const path = [sources, common].map((folder) => join(folder, file)).find((path) => existsSync(path));
      return path === undefined ? null : readFileSync(path, "utf8");
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
  const files = [...new Set([sources, common])].flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
  );
  const hashed = createHash("sha256").update(version);
  for (const file of [fileURLToPath(import.meta.url), ...files]) hashed.update(readFileSync(file));
  return hashed.digest("hex");
}
