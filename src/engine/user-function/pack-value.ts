import { isAbsolute } from "node:path";
import { types } from "node:util";
import { captureNames, isRequire, notebook } from "./capture-names.js";
import { type ModuleFinder, wrappedModule } from "./find-module.js";
import { isData, views } from "./is-data.js";
import { globalPath } from "./known-globals.js";
import type { NodeIndex, PackedCode, PackedMember, PackedNode, PackedObject } from "./packed-function.js";
import { type ParsedFunction, parseFunction } from "./parse-function.js";
import { isName, lastName, memberOf, nameIn, type Place, refuse, untransferable } from "./refuse.js";
import { staysOf, type Travels, travelsOf } from "./travels.js";

/** More functions than this are no longer what a person wrote, but the inside of some package. */
const mostFunctions = 1000;

/** Writes values down as nodes. Each object becomes one node however often it is met, so cycles end. */
export class Packer {
  readonly nodes: PackedNode[] = [];
  readonly shared: SharedArrayBuffer[] = [];
  private readonly indices = new Map<unknown, NodeIndex>();
  private functions = 0;

  /**
   * @param modules - what was imported.
   * @param origin - what stack traces name before a function's own name.
   */
  constructor(
    private readonly modules: ModuleFinder,
    private readonly origin: string,
  ) {}

  /**
   * The node of a value.
   *
   * @throws {UserFunctionError} the value, or something in it, cannot go to a worker.
   */
  pack(value: unknown, place: Place): NodeIndex {
    const known = this.indices.get(value);
    if (known !== undefined) return known;
    if (typeof value === "function") return this.packFunction(value as Callable, place);
    if (typeof value === "object" && value !== null) return this.packObject(value, place);
    if (typeof value === "symbol") return this.packSymbol(value, place);
    return this.nodes.push({ kind: "data", value }) - 1;
  }

  /** Packs several values as one list, each with a place of its own. */
  packList(items: readonly { readonly value: unknown; readonly place: Place }[]): void {
    const index = this.nodes.push(bare) - 1;
    const members = items.map(
      ({ value, place }, i): PackedMember => ({ key: String(i), enumerable: true, value: this.pack(value, place) }),
    );
    this.nodes[index] = { ...bare, shape: "array", members };
  }

  private add(value: unknown, node: PackedNode): NodeIndex {
    this.indices.set(value, this.nodes.length);
    return this.nodes.push(node) - 1;
  }

  private packSymbol(value: symbol, place: Place): NodeIndex {
    const path = globalPath(value);
    if (path !== undefined) return this.add(value, { kind: "global", path });
    const key = Symbol.keyFor(value);
    if (key !== undefined) return this.add(value, { kind: "symbol", key });
    return refuse(place, "is a symbol of its own, which no other thread can have. Make it with Symbol.for(…).");
  }

  private packFunction(fn: Callable, place: Place): NodeIndex {
    if (isRequire(fn)) return this.add(fn, { kind: "require" });
    const elsewhere = this.packReference(fn, place);
    if (elsewhere !== undefined) return elsewhere;
    const problem = untransferable(fn);
    if (problem !== undefined) refuse(place, problem);
    this.functions += 1;
    if (this.functions > mostFunctions) {
      refuse(place, `leads to more than ${mostFunctions} functions. Import what it belongs to inside the function.`);
    }
    const parsed = parse(fn, place);
    const name = Object.getOwnPropertyDescriptor(fn, "name")?.value;
    const index = this.add(fn, { kind: "data", value: undefined });
    const node: PackedCode = {
      kind: "code",
      name: typeof name === "string" ? name : "",
      expression: parsed.expression,
      isMember: parsed.isMember,
      isClass: parsed.isClass,
      url: encodeURI(`${this.origin}#${typeof name === "string" && name !== "" ? name : "anonymous"}`),
      scope: this.packScope(fn, parsed, place),
      members: this.packMembers(fn, place),
      prototypeMembers: this.packMembers(prototypeOf(fn) ?? {}, memberOf(place, "prototype")),
    };
    this.nodes[index] = node;
    return index;
  }

  private packScope(fn: Callable, parsed: ParsedFunction, place: Place): [string, NodeIndex][] {
    return captureNames(fn, parsed, place).map((capture) => {
      if ("value" in capture) return [capture.name, this.pack(capture.value, nameIn(place, capture.name))];
      const members = [...capture.members].map(
        ([name, value]): PackedMember => ({
          key: name,
          enumerable: true,
          value: this.pack(value, nameIn(place, name)),
        }),
      );
      return [capture.name, this.nodes.push({ ...bare, members, prototype: null }) - 1];
    });
  }

  /** What a thread finds by itself: a global, or part of a module. */
  private packReference(value: object, place: Place): NodeIndex | undefined {
    const path = globalPath(value);
    if (path !== undefined) return this.add(value, { kind: "global", path });
    const travels = travelsOf(value);
    if (travels !== undefined) return this.packTravels(value, travels, place);
    // In a notebook its class is imported again, so that what it tells of itself is there, such as its columns.
    const stays = notebook() === undefined ? staysOf(value) : undefined;
    if (stays !== undefined) refuse(place, stays);
    const inner = typeof value === "function" || types.isProxy(value) ? undefined : wrappedModule(value);
    let home = this.modules.whole(inner ?? value);
    // An object that a module exports is looked for only where a name stands for it, not among the rows of a table.
    if (inner === undefined && (typeof value === "function" || isName(place))) {
      home ??= this.modules.member(value, lastName(place));
    }
    // A program's own files may do anything when they are run again; a notebook's are there to be imported.
    if (home === undefined || (notebook() === undefined && isAbsolute(home.specifier))) return undefined;
    return this.add(value, { kind: "module", ...home, wrapped: inner !== undefined });
  }

  private packTravels(value: object, travels: Travels, place: Place): NodeIndex {
    if ("module" in travels) {
      return this.add(value, { kind: "module", specifier: travels.module, path: travels.path, wrapped: false });
    }
    const args = travels.args.map((arg) => this.pack(arg, place));
    return this.add(value, { kind: "result", of: this.pack(travels.of, place), args });
  }

  private packObject(value: object, place: Place): NodeIndex {
    if (value === notebook()?.exports) refuse(place, "stands for all names of the notebook. Use them by name.");
    if (isData(value)) return this.add(value, { kind: "data", value });
    if (types.isSharedArrayBuffer(value)) {
      return this.add(value, { kind: "shared", index: this.shared.push(value) - 1 });
    }
    if (ArrayBuffer.isView(value)) return this.packView(value, place);
    const elsewhere = this.packReference(value, place);
    if (elsewhere !== undefined) return elsewhere;
    const problem = untransferable(value);
    if (problem !== undefined) refuse(place, problem);
    const shape = shapeOf(value);
    const owner = classOf(value);
    if (owner !== undefined) refuse(place, `is the prototype of ${owner.name || "a class"}. Use the class itself.`);
    checkClass(value, this.modules, place);
    const index = this.add(value, bare);
    const prototype = this.packPrototype(value, shape, place);
    const node: PackedObject = {
      kind: "object",
      shape,
      prototype,
      members: this.packMembers(value, place, shape === "array" || shape === "error" || Boolean(prototype)),
      items: this.packItems(value, place),
    };
    this.nodes[index] = node;
    return index;
  }

  private packView(value: ArrayBufferView, place: Place): NodeIndex {
    const { buffer, byteOffset, byteLength } = value;
    const kind = views.find(({ prototype }) => prototype === Object.getPrototypeOf(value));
    if (Buffer.isBuffer(value) && !types.isSharedArrayBuffer(buffer)) {
      // A small Buffer is a view on memory that it shares with others; only its own bytes go along.
      return this.add(value, { kind: "data", value: new Uint8Array(value), isBuffer: true });
    }
    if (kind === undefined && !Buffer.isBuffer(value)) {
      refuse(place, `is a ${value.constructor.name}, a kind of typed array that a worker does not know.`);
    }
    const length = "length" in value ? (value.length as number) : byteLength;
    const index = this.pack(buffer, memberOf(place, "buffer"));
    return this.add(value, { kind: "view", type: kind?.name ?? "Buffer", buffer: index, byteOffset, length });
  }

  private packPrototype(value: object, shape: PackedObject["shape"], place: Place): PackedObject["prototype"] {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype === null) return null;
    if (prototype === usual[shape]) return undefined;
    const owner = classOf(prototype);
    if (owner !== undefined) return { of: this.pack(owner, memberOf(place, "constructor")) };
    return { is: this.pack(prototype, memberOf(place, "__proto__")) };
  }

  /** The properties that `Object.keys` lists, read as a structured clone reads them, or all properties as they are. */
  private packMembers(value: object, place: Place, all = false): PackedMember[] {
    return Reflect.ownKeys(value).flatMap((key): PackedMember[] => {
      const { get, set, enumerable = false } = Object.getOwnPropertyDescriptor(value, key) ?? {};
      if (!enumerable && !all) return [];
      const at = memberOf(place, key);
      const name = typeof key === "symbol" ? this.pack(key, at) : key;
      // The stack of an error is computed too, by V8.
      if (!all || !(get || set) || types.isNativeError(value)) {
        return [{ key: name, enumerable, value: this.pack(Reflect.get(value, key), at) }];
      }
      return [{ key: name, enumerable, value: { get: this.pack(get, at), set: this.pack(set, at) } }];
    });
  }

  private packItems(value: object, place: Place): [NodeIndex, NodeIndex][] {
    if (!types.isMap(value) && !types.isSet(value)) return [];
    return Array.from<[unknown, unknown], [NodeIndex, NodeIndex]>(value.entries(), ([key, item], i) => {
      const at = { ...place, path: `[...${place.path}][${i}]` };
      return [this.pack(key, at), this.pack(item, at)];
    });
  }
}

type Callable = (...args: never[]) => unknown;

const bare: PackedObject = { kind: "object", shape: "object", prototype: undefined, members: [], items: [] };

const usual = {
  object: Object.prototype,
  array: Array.prototype,
  map: Map.prototype,
  set: Set.prototype,
  error: Error.prototype,
} as const;

function shapeOf(value: object): PackedObject["shape"] {
  if (Array.isArray(value)) return "array";
  if (types.isMap(value)) return "map";
  if (types.isSet(value)) return "set";
  return types.isNativeError(value) ? "error" : "object";
}

function parse(fn: Callable, place: Place): ParsedFunction {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}$/.test(source)) {
    refuse(
      place,
      "is a native function (built in, or made by bind), whose code cannot be sent. Wrap it: (x) => fn(x).",
    );
  }
  let parsed: ParsedFunction;
  try {
    parsed = parseFunction(source);
  } catch (error) {
    return refuse(place, `cannot be read as JavaScript: ${(error as Error).message}`, error);
  }
  if (parsed.outer !== undefined) {
    refuse(place, `uses "${parsed.outer}" of the place where it is written. Give it what it needs as an argument.`);
  }
  if (parsed.relativeImport !== undefined) {
    refuse(place, `imports "${parsed.relativeImport}", but a worker is in no folder. Give the file's full path.`);
  }
  return parsed;
}

const makeInside = "Make it inside the function.";

/** An instance can be made again if each of its classes can be: by its text, or by importing it from a package. */
function checkClass(value: object, modules: ModuleFinder, place: Place): void {
  for (let p = Object.getPrototypeOf(value); p !== null && p !== Object.prototype; p = Object.getPrototypeOf(p)) {
    const owner = classOf(p);
    if (owner === undefined) continue;
    const native = `is an instance of ${owner.name || "a class"}`;
    if (globalPath(owner) !== undefined) {
      if (p === usual[shapeOf(value)] || types.isNativeError(value)) continue;
      refuse(place, `${native}, which cannot be copied to another thread. ${place.advice ?? makeInside}`);
    }
    const home = modules.whole(owner);
    if (home?.specifier.startsWith("node:")) {
      refuse(
        place,
        `${native} (${home.specifier}), which cannot be sent to another thread. ${place.advice ?? makeInside}`,
      );
    }
    const field = parse(owner, memberOf(place, "constructor")).privateField;
    if (field !== undefined) {
      refuse(place, `${native}, whose private field ${field} cannot be read. ${place.advice ?? makeInside}`);
    }
  }
}

/** The class or constructor whose instances have this prototype. */
function classOf(prototype: object): Callable | undefined {
  const owner: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof owner === "function" && owner.prototype === prototype ? (owner as Callable) : undefined;
}

function prototypeOf(fn: Callable): object | undefined {
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, "prototype")?.value;
  return typeof prototype === "object" && prototype !== null && classOf(prototype) === fn ? prototype : undefined;
}
