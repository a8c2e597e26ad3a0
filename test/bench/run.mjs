/**
 * Runs benches one after the other: `npm run bench -- tasks memory`. Without a name it says which there are. Each one
 * says in its first lines what it measures and what it needs.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const benches = readdirSync(here)
  .filter((file) => file.endsWith(".mjs") && !file.endsWith("-run.mjs") && file !== "run.mjs")
  .map((file) => file.slice(0, -".mjs".length));
const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches.includes(name));
if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no bench named ${unknown.join(" or ")}.`);
  console.error(`npm run bench -- ${benches.join(" | ")}`);
  process.exit(1);
}
for (const name of names) {
  const { status } = spawnSync(process.execPath, [`${here}${name}.mjs`], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
