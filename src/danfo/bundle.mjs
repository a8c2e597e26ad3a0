/**
 * Puts danfo into one file that needs no native part, no install script and no other package, so that users install
 * nothing more and a worker loads it fast. Part of `npm run build`:
 *
 *     node src/danfo/bundle.mjs
 *
 * writes `generated/` beside this file (the bundle, danfo's types, the licences), unless it is there already for the
 * installed packages and these sources, and copies it to `dist/`.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const shims = join(here, "shims");
const generated = join(here, "generated");
const dist = join(root, "dist/src/danfo");
const danfo = resolve(createRequire(import.meta.url).resolve("danfojs-node"), "../../..");
const stamp = `/* ${inputsHash()} */`;

if (!isCurrent()) {
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(generated);
  writeTypes();
  await writeBundle();
}
mkdirSync(dist, { recursive: true });
const notices = join(generated, "THIRD-PARTY-NOTICES");
cpSync(generated, join(dist, "generated"), { recursive: true, filter: (file) => file !== notices });
cpSync(notices, join(dist, "THIRD-PARTY-NOTICES"));

/** A hash of the versions of all installed packages, of the shims and of this script. */
function inputsHash() {
  const hash = createHash("sha256");
  const sources = [fileURLToPath(import.meta.url), ...readdirSync(shims).map((name) => join(shims, name))];
  for (const file of [join(root, "node_modules/.package-lock.json"), ...sources]) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/** The bundle is written last and begins with the hash of what it was made from. */
function isCurrent() {
  const bundle = join(generated, "danfojs.js");
  return existsSync(bundle) && readFileSync(bundle, "utf8").startsWith(stamp);
}

async function writeBundle() {
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    entryPoints: [join(shims, "entry.mjs")],
    alias: {
      "@tensorflow/tfjs-node": join(shims, "tensorflow.mjs"),
      mathjs: join(shims, "mathjs.mjs"),
      "node-fetch": join(shims, "node-fetch.mjs"),
      request: join(shims, "request.mjs"),
      xlsx: join(shims, "xlsx.mjs"),
    },
    external: ["plotly.js-dist-min"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    lineLimit: 160, // Node prints the line an uncaught error comes from
    legalComments: "none",
    banner: { js: stamp },
    outfile: join(generated, "danfojs.js"),
    absWorkingDir: root,
    metafile: true,
    write: false,
  });
  const [inputs] = Object.values(metafile.outputs).map((output) => Object.keys(output.inputs));
  writeFileSync(join(generated, "THIRD-PARTY-NOTICES"), licences(inputs));
  writeFileSync(join(generated, "danfojs.js"), outputFiles[0].contents);
}

/**
 * Danfo's declarations, with the types of other packages replaced by open ones: whoever uses the published package
 * has none of those installed.
 */
function writeTypes() {
  const types = join(generated, "types");
  for (const file of readdirSync(danfo, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const foreign = `${"../".repeat(file.split(/[\\/]/).length - 1)}foreign`;
    const text = readFileSync(join(danfo, file), "utf8").replace(
      /(from )(["'])(?:@tensorflow\/tfjs-node|node-fetch|papaparse|plotly\.js-dist-min|request|table|xlsx)\2/g,
      `$1"${foreign}"`,
    );
    mkdirSync(dirname(join(types, file)), { recursive: true });
    writeFileSync(join(types, file), text);
  }
  const open = ["BaseUserConfig", "TableUserConfig", "Config", "Layout", "ParseConfig", "ParsingOptions"];
  writeFileSync(
    join(types, "foreign.d.ts"),
    [
      ...[...open, "WritingOptions"].map((name) => `export interface ${name} { [option: string]: any }`),
      "export type HeadersInit = Record<string, string> | [string, string][];",
      "declare namespace request { type RequiredUriUrl = { [option: string]: any }; type CoreOptions = RequiredUriUrl }",
      "export default request;\n",
    ].join("\n"),
  );
  writeFileSync(join(generated, "danfojs.d.ts"), 'export * from "./types/danfojs-node/src/index";\n');
}

/** The licence of each package that went into the bundle. */
function licences(inputs) {
  const folders = new Set(inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));
  const packages = [...folders].sort().map((folder) => {
    const path = resolve(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
    return { name, version, license, text: file && readFileSync(join(path, file), "utf8").trim() };
  });
  const texts = packages.map(({ name, version, license, text }) => {
    const terms = text ?? standardText(name, license, packages);
    return `${name} ${version} (${license})\n\n${terms}\n`;
  });
  const title = "danfojs.js, in the folder generated, contains the following packages, each under its licence.\n";
  return [title, ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

/** The licence of a package that comes without its text: that of another one, with the package's own copyright. */
function standardText(name, license, packages) {
  const holders = {
    "@tensorflow/tfjs-backend-cpu": "Copyright 2020 Google LLC. All Rights Reserved.",
    "@tensorflow/tfjs-core": "Copyright 2020 Google LLC. All Rights Reserved.",
    "danfojs-node": "Copyright 2022 JsData. All rights reserved.",
    seedrandom: "Copyright 2019 David Bau.",
  };
  const other =
    license === "MIT"
      ? /Permission is hereby granted.*/s.exec(readFileSync(join(root, "LICENSE"), "utf8"))?.[0]
      : packages.find((entry) => entry.license === license && entry.text)?.text;
  if (!(name in holders) || other === undefined) throw new Error(`No licence text is known for ${name} (${license}).`);
  return `${holders[name]}\n\n${other.trim()}`;
}
