import { setTimeout } from "node:timers/promises";
import { ReadError } from "../errors.js";
import { cannotRead, changed } from "./file-errors.js";
import type { SourceFile } from "./source-file.js";
import { MOST_BYTES } from "./unpack.js";

/**
 * Files behind http(s) addresses. A server that sends parts (status 206) is asked for just the bytes that are needed;
 * from any other the file is taken from its beginning, as far as it is needed.
 */

/** How often a request is sent that fails on the way, or that the server is too busy for. */
const TRIES = 3;

/** Milliseconds before the first repetition. */
const PAUSE = 200;

/** Whether a path is an http(s) address. */
export function isURL(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * What a server says of an address.
 *
 * @returns its size, infinite if the server sends no parts; its version; and its first four bytes, or all if it has fewer.
 * @throws {ReadError} the server cannot be reached, or does not have it.
 */
export async function openURL(url: string): Promise<{ size: number; version: string; first: Buffer }> {
  const part = await request(url, { range: "bytes=0-3" }, async (response) => {
    const version = versionOf(response);
    if (response.status === 416 && totalSize(response) === 0) return { size: 0, version, first: Buffer.alloc(0) };
    const size = response.status === 206 && !isEncoded(response) ? totalSize(response) : undefined;
    return size === undefined ? undefined : { size, version, first: await take(url, response, 4) };
  });
  if (part !== undefined) return part;
  return request(url, {}, async (response) => {
    if (response.status !== 200) throw refused(url, response);
    return { size: Number.POSITIVE_INFINITY, version: versionOf(response), first: await take(url, response, 4) };
  });
}

/**
 * Reads bytes of a file behind an address.
 *
 * @throws {ReadError} as {@link openURL}, or the file is not what it was when it was opened.
 */
export async function readURL(file: SourceFile, start: number, end: number): Promise<Buffer> {
  if (start >= end) return Buffer.alloc(0);
  const inParts = Number.isFinite(file.size);
  const range: Record<string, string> = inParts ? { range: `bytes=${start}-${end - 1}` } : {};
  return request(file.path, range, async (response) => {
    if (response.status === 416) throw changed(file.name);
    if (response.status !== 200 && response.status !== 206) throw refused(file.name, response);
    if (versionOf(response) !== file.version) throw changed(file.name);
    if (!inParts) return (await take(file.name, response, end)).subarray(start);
    if (response.status !== 206 || totalSize(response) !== file.size) throw changed(file.name);
    const bytes = await take(file.name, response, end - start);
    if (bytes.length !== end - start) throw changed(file.name);
    return bytes;
  });
}

/** Sends a request and hands on the answer, again if it fails on the way. */
async function request<T>(
  url: string,
  headers: Record<string, string>,
  use: (response: Response) => Promise<T>,
): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      const response = await fetch(url, { headers: { ...headers, "accept-encoding": "identity" } });
      if (left === 0 || (response.status !== 429 && response.status < 500)) return await use(response);
      await response.body?.cancel();
    } catch (error) {
      if (error instanceof ReadError) throw error;
      if (left === 0) throw cannotRead(url, error);
    }
    await setTimeout(PAUSE * 2 ** (TRIES - 1 - left));
  }
}

/** The first `most` bytes of an answer, or all. The rest is not fetched. */
async function take(name: string, response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= most) break;
    if (size > MOST_BYTES) {
      throw new ReadError(
        `${name} is larger than 2 GiB, and its server sends no parts of it. Download it, and read it from disk.`,
        { file: name },
      );
    }
  }
  return Buffer.concat(chunks, Math.min(size, most));
}

/** The size of the whole that a part is of. */
function totalSize(response: Response): number | undefined {
  const [, total] = /^bytes .*\/(\d+)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  return total === undefined ? undefined : Number(total);
}

/** Whether the bytes are packed for the way, so that places in them are not places in the file. */
function isEncoded(response: Response): boolean {
  return (response.headers.get("content-encoding") ?? "identity") !== "identity";
}

function versionOf({ headers }: Response): string {
  return headers.get("etag") ?? headers.get("last-modified") ?? "";
}

function refused(name: string, { status, statusText }: Response): ReadError {
  return new ReadError(`Cannot read ${name}: the server answered ${status} ${statusText}.`, { file: name });
}
