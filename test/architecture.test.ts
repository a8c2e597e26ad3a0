import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import test from "node:test";

const src = resolve(__dirname, "../../src");

/** What any room may import. */
const bottom = ["byte-size", "errors", "join-arrays", "options", "random", "shared-bytes", "unit-scale", "what-it-is"];

/** What each room may import, besides itself and the files at the bottom. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  partition: [],
  danfo: ["partition"],
  io: ["engine", "partition"],
  frame: ["io", "engine", "partition", "danfo"],
  metrics: ["frame", "engine", "partition"],
  forest: ["metrics", "frame", "engine", "partition", "danfo"],
  "model-selection": ["metrics", "frame", "forest", "engine", "partition", "danfo"],
  client: ["engine", "frame"],
  dashboard: ["client", "notebook", "engine"],
  notebook: ["client", "model-selection", "forest", "metrics", "frame", "io", "engine", "partition", "danfo"],
};

/** Files that put a program together, and so may name any room: the user's barrel, the worker's task table, the command line. */
const composes = (file: string): boolean =>
  file === "index.ts" || file === "engine/tasks.ts" || file.startsWith("cli/");

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

test("imports point one way between the rooms", () => {
  const wrong: string[] = [];
  for (const [file, targets] of imports) {
    if (composes(file)) continue;
    for (const target of targets) {
      const [from, to] = [room(file), room(target)];
      if (from === to || bottom.includes(to)) continue;
      if (!(arrows[from] ?? []).includes(to)) wrong.push(`${file} → ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("every room has its arrows", () => {
  const rooms = new Set(files.filter((file) => !composes(file)).map(room));
  assert.deepEqual(
    [...rooms].filter((name) => !bottom.includes(name) && !(name in arrows)),
    [],
  );
});

test("only client.ts, what names the views and the engines know an engine", () => {
  const wrong = [...imports].filter(
    ([file, targets]) =>
      !file.startsWith("engine/") &&
      file !== "client.ts" &&
      file !== "notebook/register.ts" &&
      !composes(file) &&
      targets.some((target) => /^engine\/(local|dask)\//.test(target)),
  );
  assert.deepEqual(
    wrong.map(([file]) => file),
    [],
  );
});

test("the contracts import nothing", () => {
  for (const file of ["engine/engine.ts", "engine/local/protocol.ts"]) assert.deepEqual(imports.get(file), [], file);
});

test("no import cycle", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), [...path, file].join(" → "));
    if (done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) if (!composes(file)) visit(file, []);
});

function room(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
}

/** Relative imports, exports and requires of a file, as paths below `src`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  const found = text.matchAll(/(?:from|import|require\()\s*\(?"(\.[^"]+)"/g);
  return [...found]
    .map(([, path]) =>
      relative(src, resolve(src, dirname(file), path))
        .replaceAll("\\", "/")
        .replace(/\.js$/, ".ts"),
    )
    .filter((path) => files.includes(path));
}
