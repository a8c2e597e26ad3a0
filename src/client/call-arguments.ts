import { types } from "node:util";
import { Serializer } from "node:v8";
import type { Engine, Ref } from "../engine/engine.js";
import { isData } from "../engine/user-function/is-data.js";
import type { Companion } from "../engine/user-function/pack-function.js";
import type { ArgumentSource } from "../engine/user-function.js";
import { Future } from "./future.js";

/** The arguments of one call, on their way to a worker. */
export interface CallArguments {
  readonly sources: readonly ArgumentSource[];
  /** Data, as it was when the function was handed over, serialized as one array. */
  readonly sent: Uint8Array | undefined;
  /** The values of other tasks. */
  readonly refs: readonly Ref[];
}

/**
 * Reads the arguments of calls: each is taken as it is now, so that a later change of it is not seen. Futures stand for
 * their values, also in arrays and plain objects, however deep.
 */
export class ArgumentReader {
  /** Arguments that are more than data, such as functions and instances of classes: they go with the function. */
  readonly kept: Companion[] = [];
  readonly #engine: Engine;
  readonly #name: string;

  /** @param name - the function's, for errors. */
  constructor(engine: Engine, name: string) {
    this.#engine = engine;
    this.#name = name;
  }

  /** @throws {TypeError} a future is another client's. */
  read(args: readonly unknown[]): CallArguments {
    const refs: Ref[] = [];
    const data: unknown[] = [];
    const sources = args.map((arg, place) => this.#source(arg, place, refs, data));
    return { sources, sent: data.length === 0 ? undefined : serialize(data), refs };
  }

  #source(arg: unknown, place: number, refs: Ref[], data: unknown[]): ArgumentSource {
    if (isPlain(arg)) return { plain: arg };
    if (arg instanceof Future) {
      if (arg.engine !== this.#engine) {
        throw new TypeError(`Future "${arg.key}" belongs to another client, so its value is not to be had here.`);
      }
      return { value: refs.push({ ref: arg.key }) - 1 };
    }
    if (holdsFuture(arg, new Set())) {
      if (Array.isArray(arg)) return { list: arg.map((item) => this.#source(item, place, refs, data)) };
      const items = Object.entries(arg as object);
      return { record: items.map(([key, item]) => [key, this.#source(item, place, refs, data)]) };
    }
    if (isData(arg)) return { sent: data.push(isPart(arg) ? arg.slice() : arg) - 1 };
    const called = this.#name === "" ? "the function" : `"${this.#name}"`;
    return { kept: this.kept.push({ value: arg, subject: `Argument ${place + 1} of ${called}` }) - 1 };
  }
}

/** What needs no copy: a primitive value, or what threads share. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function" && typeof value !== "symbol";
  return types.isSharedArrayBuffer(ArrayBuffer.isView(value) ? value.buffer : value);
}

function holdsFuture(value: unknown, seen: Set<object>): boolean {
  if (value instanceof Future) return true;
  if (!isContainer(value) || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((item) => typeof item === "object" && holdsFuture(item, seen));
}

function isContainer(value: unknown): value is object {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether an array is part of a longer buffer, which a copy would take along. */
function isPart(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && "slice" in value && value.byteLength < value.buffer.byteLength;
}

function serialize(data: readonly unknown[]): Uint8Array {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(data);
  return serializer.releaseBuffer();
}
