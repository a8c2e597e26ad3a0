import { createRequire, isBuiltin } from "node:module";
import { isAbsolute, join } from "node:path";
import { types } from "node:util";

/** Where a worker finds a value that came from an import. */
export interface Home {
  /** What it requires: a package or `node:` module by name, else a file by its path. */
  readonly specifier: string;
  /** The way from what the module exports to the value. */
  readonly path: readonly string[];
}

/** What those modules of Node that are loaded export, and what hangs on that. */
const ofNode = new Map<unknown, Home>();
/** How much of Node's list of its loaded modules has been read. */
let listed = 0;

/** Functions that no module exported under these names, when so many modules were loaded. */
const homeless = new WeakMap<object, { readonly modules: number; readonly name: string }>();

/** Finds the imports that values came from, by identity, among the modules that are loaded when it is first asked. */
export class ModuleFinder {
  private loaded: ReadonlyMap<unknown, NodeJS.Module> | undefined;

  /** @param folder - packages are looked for as a notebook or program in this folder would. */
  constructor(private readonly folder: string) {}

  /** The module that exports just this value. */
  whole(value: object): Home | undefined {
    const module = this.modules().get(value);
    return homeInNode(value) ?? (module && this.home(module, []));
  }

  /** The module with a member that is this value, and that is called so, or as a function calls itself, or `default`. */
  member(value: object, name: string): Home | undefined {
    const modules = this.modules();
    const before = homeless.get(value);
    if (before?.modules === modules.size && before.name === name) return undefined;
    const names = [name, typeof value === "function" ? String(value.name) : "", "default"];
    let found: Home | undefined;
    for (const [exports, module] of modules) {
      const path = pathTo(value, exports, names);
      if (path === undefined) continue;
      const home = this.home(module, path);
      if (!isAbsolute(home.specifier)) return home;
      found ??= home;
    }
    if (found === undefined) homeless.set(value, { modules: modules.size, name });
    return found;
  }

  private modules(): ReadonlyMap<unknown, NodeJS.Module> {
    if (this.loaded === undefined) {
      const loaded = new Map<unknown, NodeJS.Module>();
      for (const module of Object.values(require.cache)) {
        // The program itself, run again in a worker, would start everything anew.
        if (module !== undefined && module !== require.main && isHolder(module.exports))
          loaded.set(module.exports, module);
      }
      this.loaded = loaded;
    }
    return this.loaded;
  }

  private home({ filename }: NodeJS.Module, path: readonly string[]): Home {
    const name = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(filename)?.[1].replace("\\", "/");
    const isMain = name !== undefined && resolves(name, filename, this.folder);
    return { specifier: isMain ? name : filename, path };
  }
}

/** Whether a package's name finds this file. */
function resolves(name: string, file: string, folder: string): boolean {
  try {
    return createRequire(join(folder, "notebook.js")).resolve(name) === file;
  } catch {
    return false;
  }
}

/**
 * The module behind what a TypeScript import makes of one that was not written as an ES module: an object with the
 * module as `default`, and with `import * as` its members beside that.
 */
export function wrappedModule(value: object): object | undefined {
  const { default: inner, ...members } = Object.getOwnPropertyDescriptors(value as { default?: unknown });
  const module: unknown = inner?.value;
  if (!isHolder(module)) return undefined;
  const isSame = (key: string): boolean => Reflect.get(value, key) === Reflect.get(module, key);
  return Object.keys(members).every((key) => Object.hasOwn(module, key) && isSame(key)) ? module : undefined;
}

/** The way to a value that a module exports under one of these names. */
function pathTo(value: object, exports: unknown, names: readonly string[]): readonly string[] | undefined {
  if (!isHolder(exports) || types.isProxy(exports)) return undefined;
  const name = names.find((key) => {
    const member = Object.getOwnPropertyDescriptor(exports, key);
    if (member === undefined) return false;
    // A compiled ES module exports getters, which give what they re-export. Other getters may do anything.
    return (member.get && Object.hasOwn(exports, "__esModule") ? Reflect.get(exports, key) : member.value) === value;
  });
  return name === undefined ? undefined : [name];
}

function isHolder(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function homeInNode(value: unknown): Home | undefined {
  addNodeModule("fs/promises");
  const { moduleLoadList } = process as unknown as { moduleLoadList: readonly string[] };
  for (; listed < moduleLoadList.length; listed++) addNodeModule(moduleLoadList[listed].replace(/^NativeModule /, ""));
  return ofNode.get(value);
}

function addNodeModule(name: string): void {
  const specifier = `node:${name}`;
  // The deprecated ones warn when they are asked for.
  if (!isBuiltin(specifier) || /^_|^(punycode|sys|process)$/.test(name)) return;
  const add = (member: unknown, path: readonly string[]): void => {
    if (!isHolder(member) || ofNode.has(member)) return;
    ofNode.set(member, { specifier, path });
    if (path.length === 2) return;
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(member))) {
      if (!key.startsWith("_")) add(value, [...path, key]);
    }
  };
  add(require(specifier), []);
}
