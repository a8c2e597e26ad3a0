/** What the benches beside peers have in common. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

/** The peers that read CSV files; pandas twice, since its two parsers differ in speed. */
export const csvPeers = ["pandas", "pandas (C parser)", "Polars", "DuckDB", "Dask"];

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));

/** The machine and our version, in a line. */
export function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `danfo-distributed ${version}, Node ${process.version}; ${availableParallelism()} cores (${cpus()[0].model}), ${memory} GiB`;
}

/** What a script of this folder prints, as an object. */
export function runScript(program, script, ...args) {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  return JSON.parse(execFileSync(program, [path, ...args], { encoding: "utf8" }));
}

/**
 * Runs ours and each peer so many times, in turn.
 *
 * @param script - takes a peer's name and `args`, and prints `{ seconds, cpuSeconds, peakMB, sums, version }` as ours
 *   gives it, and `again` if it did the same once more.
 * @returns the results of each, by name; ours first.
 * @throws {Error} one has other sums than ours, by more than the order of adding up explains.
 */
export function takePeers(runs, ours, script, args, names = csvPeers) {
  const results = new Map(["danfo-distributed", ...names].map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    results.get("danfo-distributed").push(ours());
    for (const name of names) {
      results.get(name).push(runScript(process.env.PYTHON ?? "python3", script, name, ...args));
    }
  }
  const [[first, [{ sums }]]] = results;
  for (const [name, [other]] of results) {
    const differs = sums.findIndex((sum, i) => !(Math.abs(sum - other.sums[i]) <= 1e-9 * Math.max(1, Math.abs(sum))));
    if (differs < 0 && sums.length === other.sums.length) continue;
    throw new Error(`${name} has other sums than ${first}, first at ${differs}:\n${other.sums}\n${sums}`);
  }
  return results;
}

/**
 * The results as a Markdown table: medians, and how much longer than ours each took. Processor seconds tell less on a quiet
 * machine and more on a busy one; what Dask's own processes take is not seen.
 */
export function tableOf(results) {
  const [[, ours]] = results;
  const twice = ours[0].again !== undefined;
  const lines = [...results].map(([name, each]) => {
    const seconds = median(each, "seconds");
    const ratio = (seconds / median(ours, "seconds")).toFixed(1);
    const cpu = name === "Dask" ? "–" : `${median(each, "cpuSeconds").toFixed(2)} s`;
    const peak = name === "Dask" ? "–" : `${median(each, "peakMB")} MB`;
    const again = median(each, "again");
    const more = twice ? ` ${again.toFixed(2)} s | ${(again / median(ours, "again")).toFixed(1)} |` : "";
    return `| ${name} ${each[0].version ?? version} | ${seconds.toFixed(2)} s | ${ratio} |${more} ${cpu} | ${peak} |`;
  });
  const columns = [
    "",
    "seconds",
    "ratio",
    ...(twice ? ["once more", "ratio"] : []),
    "processor seconds",
    "peak memory",
  ];
  return [`| ${columns.join(" | ")} |`, `|${columns.map(() => "---|").join("")}`, ...lines].join("\n");
}

function median(results, what) {
  return results.map((result) => result[what]).sort((a, b) => a - b)[results.length >> 1];
}
