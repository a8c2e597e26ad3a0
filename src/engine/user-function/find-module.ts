import { isBuiltin } from "node:module";
import { types } from "node:util";

/** Where a worker finds a value that came from an import. */
export interface ModuleRef {
  /** What it requires: a package or `node:` module by name, else a file by its path. */
  readonly specifier: string;
  /** The way from what the module exports to the value. */
  readonly path: readonly string[];
}

interface Home extends ModuleRef {
  readonly isNode: boolean;
}

/** What those modules of Node that are loaded export, and what hangs on that. */
const ofNode = new Map<unknown, Home>();
/** How much of Node's list of its loaded modules has been read. */
let listed = 0;

/**
 * The import that a function or object came from, found by identity: what a module exports as a whole, or the member of
 * it that is called so, or as the value calls itself, or `default`.
 *
 * @param folder - where packages are looked for.
 * @param name - what the value is called where it is used.
 */
export function findModule(value: object, folder: NodeJS.Require, name: string): Home | undefined {
  const home = nodeHome(value);
  if (home !== undefined) return home;
  const names = [name, typeof value === "function" ? String(value.name) : "", "default"];
  let found: Home | undefined;
  for (const module of Object.values(require.cache)) {
    // The program itself, run again in a worker, would start everything anew.
    if (module === undefined || module === require.main) continue;
    const path = module.exports === value ? [] : memberOf(module.exports, value, names);
    if (path === undefined) continue;
    const specifier = packageName(module.filename, folder);
    if (specifier !== undefined) return { specifier, path, isNode: false };
    found ??= { specifier: module.filename, path, isNode: false };
  }
  return found;
}

/**
 * The module behind what a TypeScript import makes of one that was not written as an ES module: an object with the
 * module as `default`, and with `import * as` its members beside that.
 */
export function wrappedModule(value: object): object | undefined {
  const { default: inner, ...members } = Object.getOwnPropertyDescriptors(value as { default?: unknown });
  const module: unknown = inner?.value;
  if (module === null || (typeof module !== "object" && typeof module !== "function")) return undefined;
  const isSame = (key: string): boolean => Reflect.get(value, key) === Reflect.get(module, key);
  return Object.keys(members).every((key) => Object.hasOwn(module, key) && isSame(key)) ? module : undefined;
}

function memberOf(exports: unknown, value: object, names: readonly string[]): readonly string[] | undefined {
  if (exports === null || (typeof exports !== "object" && typeof exports !== "function") || types.isProxy(exports)) {
    return undefined;
  }
  const name = names.find((key) => {
    const member = Object.getOwnPropertyDescriptor(exports, key);
    // A compiled ES module exports getters, which give what they re-export. Other getters may do anything.
    return (
      member &&
      (member.get && Object.hasOwn(exports, "__esModule") ? Reflect.get(exports, key) : member.value) === value
    );
  });
  return name === undefined ? undefined : [name];
}

/** The name that finds this file, if it is the main one of a package. */
function packageName(file: string, folder: NodeJS.Require): string | undefined {
  const name = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1].replace("\\", "/");
  if (name === undefined) return undefined;
  try {
    return folder.resolve(name) === file ? name : undefined;
  } catch {
    return undefined;
  }
}

function nodeHome(value: unknown): Home | undefined {
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
    if (member === null || (typeof member !== "object" && typeof member !== "function") || ofNode.has(member)) return;
    ofNode.set(member, { specifier, path, isNode: true });
    if (path.length === 2) return;
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(member))) {
      if (!key.startsWith("_")) add(value, [...path, key]);
    }
  };
  add(require(specifier), []);
}
