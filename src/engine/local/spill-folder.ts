/**
 * Where values go that leave memory: a folder of this process alone, which nobody else can look into. It is made when
 * the first value is written, and gone when the cluster is closed or the process ends; what a process that crashed has
 * left behind is removed when the next cluster starts.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { lstat, open, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { sharedBytes } from "../../shared-bytes.js";

const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** The folders of this process. */
const folders = new Set<SpillFolder>();

/** When this process started, in milliseconds since 1970. */
const started = Math.round(performance.timeOrigin);

export class SpillFolder {
  /** The folder in which the folder is made. */
  readonly base: string;
  #path: string | undefined;
  #files = 0;

  constructor(base: string) {
    this.base = base;
  }

  /** Where the files are; undefined before the first. */
  get path(): string | undefined {
    return this.#path;
  }

  /** A file that does not exist yet. Makes the folder if need be. */
  newFile(): string {
    this.#path ??= this.#make();
    this.#files += 1;
    return join(this.#path, `${this.#files}.arrow`);
  }

  /** Removes the folder with all that is in it. A later file begins a new one. */
  remove(): void {
    if (this.#path === undefined) return;
    rmSync(this.#path, { recursive: true, force: true, maxRetries: 3 });
    this.#path = undefined;
    folders.delete(this);
    if (folders.size === 0) unhook();
  }

  #make(): string {
    mkdirSync(this.base, { recursive: true });
    // mkdtemp lets nobody but this user in.
    const path = mkdtempSync(join(this.base, `${prefix()}${process.pid}-${started}-`));
    if (folders.size === 0) hook();
    folders.add(this);
    return path;
  }
}

/** Writes bytes to a new file that only this user can read. */
export async function writeBytes(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done, Math.min(bytes.length - done, 2 ** 30))).bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads so many bytes of a file into shared memory.
 *
 * @throws {Error} the file is not there, or is shorter.
 */
export async function readBytes(file: string, length: number): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const bytes = sharedBytes(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 2 ** 30), done);
      if (bytesRead === 0) throw new Error(`${file} has ${done} bytes where ${length} were written.`);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Removes the folders that processes of this user on this machine have left in `base` when they crashed. */
export async function removeLeftovers(base: string): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names) {
    const [, pid, start] = /^(\d+)-(\d+)-\w+$/.exec(name.startsWith(prefix()) ? name.slice(prefix().length) : "") ?? [];
    if (pid === undefined || isRunning(Number(pid), Number(start))) continue;
    const path = join(base, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() !== true || (process.getuid !== undefined && found.uid !== process.getuid())) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * How folders' names begin. The machine is named because containers may share a folder for temporary files, but know
 * nothing of each other's processes.
 */
function prefix(): string {
  const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  return `danfo-distributed-${machine}-`;
}

function isRunning(pid: number, start: number): boolean {
  if (pid === process.pid) return start === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function removeAll(): void {
  for (const folder of [...folders]) folder.remove();
}

function hook(): void {
  process.on("exit", removeAll);
  for (const signal of signals) process.prependListener(signal, endBySignal);
}

function unhook(): void {
  process.off("exit", removeAll);
  for (const signal of signals) process.off(signal, endBySignal);
}

/**
 * Where nobody else listens, the signal ends the process, as it would have without us. Else the others decide, and find
 * themselves alone, since some of them end the process only then.
 */
function endBySignal(signal: NodeJS.Signals): void {
  process.off(signal, endBySignal);
  if (process.listenerCount(signal) === 0) {
    removeAll();
    process.kill(process.pid, signal);
    return;
  }
  setImmediate(() => {
    if (folders.size > 0) process.prependListener(signal, endBySignal);
  });
}
