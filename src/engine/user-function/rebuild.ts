import type { NodeIndex, PackedCode, PackedMember, PackedNode, PackedObject } from "./packed-function.js";

type Code = (...args: unknown[]) => unknown;

/** A function's text, evaluated where the names that it uses are variables. */
interface Compiled {
  /** Sets the variables, in the order of their names. */
  set(...values: unknown[]): void;
  make(): unknown;
}

/** Makes values out of nodes. */
export class Rebuilder {
  private readonly values = new Map<NodeIndex, unknown>();
  /** Classes that are being made: they need their own surroundings first, which may lead back to them. */
  private readonly open = new Set<NodeIndex>();
  private readonly fillings: (() => void)[] = [];
  private hasGaps = false;

  /**
   * @param name - the function's, for errors.
   * @param require - finds modules as the notebook does.
   */
  constructor(
    private readonly name: string,
    private readonly nodes: readonly PackedNode[],
    private readonly shared: readonly SharedArrayBuffer[],
    private readonly require: NodeJS.Require,
  ) {}

  /** The value of the first node. */
  build(): unknown {
    const value = this.value(0);
    // Where values lead round in a circle through a class, it was not there yet for those made before it.
    if (this.hasGaps) for (const fill of this.fillings) fill();
    return value;
  }

  private value(index: NodeIndex): unknown {
    if (this.values.has(index)) return this.values.get(index);
    if (this.open.has(index)) {
      this.hasGaps = true;
      return undefined;
    }
    const node = this.nodes[index];
    switch (node.kind) {
      case "object":
        return this.object(index, node);
      case "code":
        return this.code(index, node);
      default:
        return this.keep(index, this.simple(node));
    }
  }

  private keep<T>(index: NodeIndex, value: T): T {
    this.values.set(index, value);
    return value;
  }

  private simple(node: Exclude<PackedNode, PackedObject | PackedCode>): unknown {
    switch (node.kind) {
      case "data":
        return node.isBuffer ? Buffer.from((node.value as Uint8Array).buffer) : node.value;
      case "global":
        return follow(globalThis, node.path);
      case "symbol":
        return Symbol.for(node.key);
      case "require":
        return this.require;
      case "module":
        return this.module(node.specifier, node.path, node.wrapped);
      case "result":
        return (this.value(node.of) as Code)(...node.args.map((arg) => this.value(arg)));
      case "shared":
        return this.shared[node.index];
      case "view": {
        const buffer = this.value(node.buffer) as ArrayBuffer;
        if (node.type === "Buffer") return Buffer.from(buffer, node.byteOffset, node.length);
        const kind = follow(globalThis, [node.type]) as Uint8ArrayConstructor;
        return new kind(buffer, node.byteOffset, node.length);
      }
    }
  }

  private module(specifier: string, path: readonly string[], wrapped: boolean): unknown {
    let exports: unknown;
    try {
      exports = this.require(specifier);
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`The function "${this.name}" uses the module "${specifier}", which fails to load: ${reason}`, {
        cause: error,
      });
    }
    const value = follow(exports, path);
    return wrapped ? wrap(value as object) : value;
  }

  private object(index: NodeIndex, node: PackedObject): object {
    const value = this.keep(index, empty(node.shape));
    this.fill(() => {
      const { prototype } = node;
      if (prototype !== undefined) {
        const owner = prototype && this.value("of" in prototype ? prototype.of : prototype.is);
        const made = prototype && "of" in prototype ? (owner as { prototype?: object } | undefined)?.prototype : owner;
        if (made !== undefined) Object.setPrototypeOf(value, made as object | null);
      }
      if (value instanceof Map || value instanceof Set) value.clear();
      for (const [key, item] of node.items) {
        if (value instanceof Map) value.set(this.value(key), this.value(item));
        else (value as Set<unknown>).add(this.value(item));
      }
      this.define(value, node.members);
    });
    return value;
  }

  private code(index: NodeIndex, node: PackedCode): Code {
    const names = node.scope.map(([name]) => name);
    const compiled = compile(node, names);
    const link = (): void => compiled.set(...node.scope.map(([, value]) => this.value(value)));
    let value: Code;
    if (node.isClass) {
      this.open.add(index);
      link();
      value = this.keep(index, made(compiled, node));
      this.open.delete(index);
      this.fillings.push(link);
    } else {
      value = this.keep(index, made(compiled, node));
      this.fill(link);
    }
    this.fill(() => {
      this.define(value, node.members);
      if (node.prototypeMembers.length > 0) this.define(value.prototype, node.prototypeMembers);
    });
    return value;
  }

  /** Does this now, and again at the end if something was missing. */
  private fill(filling: () => void): void {
    this.fillings.push(filling);
    filling();
  }

  private define(target: object, members: readonly PackedMember[]): void {
    for (const { key, enumerable, value } of members) {
      const name = typeof key === "number" ? (this.value(key) as symbol) : key;
      if (Array.isArray(target) && name === "length") {
        target.length = this.value(value as NodeIndex) as number;
        continue;
      }
      const content =
        typeof value === "number"
          ? { value: this.value(value), writable: true }
          : { get: this.value(value.get) as () => unknown, set: this.value(value.set) as (value: unknown) => void };
      Object.defineProperty(target, name, { ...content, enumerable, configurable: true });
    }
  }
}

/**
 * The text stands in a function of its own whose variables are the names it uses, and two lines below the start of what
 * stack traces call its file. Indirect `eval` keeps it apart from everything here, yet `import()` in it works.
 */
function compile({ expression, url }: PackedCode, names: readonly string[]): Compiled {
  const variables = names.length === 0 ? "" : `var ${names.join(", ")};`;
  const setters = names.map((name, i) => `${name} = arguments[${i}];`).join(" ");
  const text = `(function () { ${variables} return { set() { ${setters} }, make() { return (${expression}\n); } }; })`;
  return evaluate(`${text}\n//# sourceURL=${url}`)();
}

// biome-ignore lint/security/noGlobalEval: running the functions that a user hands over is what a worker is for.
const evaluate = eval;

function made(compiled: Compiled, { isMember, name }: PackedCode): Code {
  let value = compiled.make() as Code;
  if (isMember) {
    const { get, set, value: method } = Object.values(Object.getOwnPropertyDescriptors(value))[0];
    value = method ?? get ?? set;
  }
  if (Object.getOwnPropertyDescriptor(value, "name")?.value !== name && name !== "") {
    Object.defineProperty(value, "name", { value: name, configurable: true });
  }
  return value;
}

function empty(shape: PackedObject["shape"]): object {
  switch (shape) {
    case "object":
      return {};
    case "array":
      return [];
    case "map":
      return new Map();
    case "set":
      return new Set();
    case "error":
      return new Error();
  }
}

function follow(from: unknown, path: readonly string[]): unknown {
  return path.reduce((holder, key) => (holder as Record<string, unknown>)[key], from);
}

/** What `import * as` and `import` of TypeScript make of a module that is no ES module. */
function wrap(module: object): object {
  const members = Object.entries(Object.getOwnPropertyDescriptors(module)).filter(([key]) => key !== "default");
  const wrapper = {};
  for (const [key] of members) {
    Object.defineProperty(wrapper, key, { enumerable: true, get: () => Reflect.get(module, key) });
  }
  return Object.defineProperty(wrapper, "default", { enumerable: true, value: module });
}
