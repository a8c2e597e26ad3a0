import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { currentEngine } from "../engine/current-engine.js";
import { newKey, runTasks } from "../engine/run-tasks.js";
import { OptionError } from "../errors.js";
import { CSV_QUOTE } from "../io/csv/format-csv.js";
import { oneCharacter } from "../io/option-rules.js";
import type { FileFormat } from "../io/write-file.js";
import { aBoolean, checkOptions, type OptionRule } from "../options.js";
import type { Plan } from "./plan.js";
import { runPartitions } from "./run-partitions.js";

export interface ToParquetOptions {
  /**
   * Whether all rows go into one file, `path`; otherwise each partition goes into a file of its own in the folder `path`,
   * named part-0000, part-0001, … Default: whether `path` ends as such files do (".csv", ".parquet", ".json", ".jsonl").
   */
  singleFile?: boolean;
}

export interface ToCSVOptions extends ToParquetOptions {
  /** Whether the first line of each file names the columns. Default true. */
  header?: boolean;
  /** What separates cells: one ASCII character. Default ",". */
  delimiter?: string;
}

export interface ToJSONOptions extends ToParquetOptions {
  /** Whether each line is a row (JSON lines); else a file is one array of rows. Default: unless `path` ends in ".json". */
  lines?: boolean;
}

const delimiter: OptionRule = {
  takes: `${oneCharacter.takes}, nor a quote`,
  test: (value) => oneCharacter.test(value) && value !== CSV_QUOTE,
};

/** Writes a plan's rows as CSV; see `DataFrame.toCSV`. */
export async function planToCSV(plan: Plan, path: string, options: ToCSVOptions = {}): Promise<string[]> {
  mustBePath(path, "toCSV", 'toCSV("rows.csv")', 'toCSV("rows")');
  checkOptions<ToCSVOptions>("toCSV", options, { singleFile: aBoolean, header: aBoolean, delimiter });
  const format: FileFormat = {
    format: "csv",
    delimiter: options.delimiter ?? ",",
    header: options.header ?? true,
  };
  return writeFiles(plan, path, format, ".csv", options.singleFile);
}

/** Writes a plan's rows as JSON; see `DataFrame.toJSON`. */
export async function planToJSON(plan: Plan, path: string, options: ToJSONOptions = {}): Promise<string[]> {
  mustBePath(path, "toJSON", 'toJSON("rows.json")', 'toJSON("rows", { singleFile: false })');
  checkOptions<ToJSONOptions>("toJSON", options, { singleFile: aBoolean, lines: aBoolean });
  const lines = options.lines ?? extname(path).toLowerCase() !== ".json";
  const format: FileFormat = { format: "json", lines };
  return writeFiles(plan, path, format, lines ? ".jsonl" : ".json", options.singleFile ?? isJSONPath(path));
}

/** Whether a path ends as files of JSON do. */
export function isJSONPath(path: string): boolean {
  return [".json", ".jsonl", ".ndjson"].includes(extname(path).toLowerCase());
}

/** Writes a plan's rows as Parquet; see `DataFrame.toParquet`. */
export async function planToParquet(plan: Plan, path: string, options: ToParquetOptions = {}): Promise<string[]> {
  mustBePath(path, "toParquet", 'toParquet("rows.parquet")', 'toParquet("rows")');
  checkOptions<ToParquetOptions>("toParquet", options, { singleFile: aBoolean });
  return writeFiles(plan, path, { format: "parquet" }, ".parquet", options.singleFile);
}

/** @throws {OptionError} there is no path. */
function mustBePath(path: unknown, method: string, toFile: string, toFolder: string): void {
  if (typeof path === "string" && path !== "") return;
  throw new OptionError(
    `${method} takes the path to write to: ${toFile} for one file, or ${toFolder} for a folder with a file a partition.`,
    { option: "path", value: path },
  );
}

/**
 * Writes all files to a folder beside their places first, and puts them there when the last one is written: so an
 * error leaves what was there before, and a frame can be written over the files that it is read from.
 */
async function writeFiles(
  plan: Plan,
  path: string,
  format: FileFormat,
  suffix: string,
  singleFile = extname(path).toLowerCase() === suffix,
): Promise<string[]> {
  const folder = singleFile ? dirname(path) : path;
  const staging = await onDisk(path, async () => {
    await mkdir(folder, { recursive: true });
    return mkdtemp(join(resolve(folder), ".writing-"));
  });
  try {
    const names = Array.from({ length: plan.npartitions }, (_, i) => `part-${String(i).padStart(4, "0")}${suffix}`);
    const parts = names.map((name) => join(staging, name));
    await runPartitions(plan, "frame.write", {
      args: (i) => [singleFile && i > 0 ? withoutHeader(format) : format, parts[i]],
      label: "write",
      writes: true,
    });
    if (!singleFile) return await onDisk(path, () => placeParts(staging, folder, names, suffix));
    await joinParts(parts, format, join(staging, "joined"));
    await onDisk(path, () => rename(join(staging, "joined"), path));
    return [path];
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The format of the parts of one file but the first. */
function withoutHeader(format: FileFormat): FileFormat {
  return format.format === "csv" ? { ...format, header: false } : format;
}

async function joinParts(parts: readonly string[], format: FileFormat, path: string): Promise<void> {
  if (parts.length === 1) return rename(parts[0], path);
  const task = { key: newKey("io.join"), name: "io.join", args: [parts, format, path], label: "write one file" };
  await runTasks(currentEngine(), [task]);
}

/** Puts the files in their places, and takes away those of an earlier, longer write. */
async function placeParts(
  staging: string,
  folder: string,
  names: readonly string[],
  suffix: string,
): Promise<string[]> {
  for (const name of names) await rename(join(staging, name), join(folder, name));
  for (const name of await readdir(folder)) {
    const isPart = /^part-\d{4,}$/.test(name.slice(0, -suffix.length)) && name.endsWith(suffix);
    if (isPart && !names.includes(name)) await rm(join(folder, name));
  }
  return names.map((name) => join(folder, name));
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`Cannot write ${path}: ${(error as Error).message}.`, { cause: error });
  }
}
