/**
 * A function on its way to a worker, with all it uses. Plain data, to be posted, kept or sent on as it is.
 *
 * `pack-function.ts` makes it: the text of each function is parsed for the names that it uses and does not declare
 * (`free-names.ts`), their values are looked up where the function was written (`capture-names.ts`), and written down as
 * nodes (`pack-value.ts`). `unpack-function.ts` makes the function again. Only the texts of functions that were handed
 * over, or that those use, are ever compiled; data stays data.
 */
export interface PackedFunction {
  /** Equal for equal functions that use equal values, whenever they are packed. */
  readonly hash: string;
  /** What a person calls it; "anonymous" if it has no name. */
  readonly name: string;
  /** The function and all that it uses, in shared memory: posting it copies nothing. */
  readonly bytes: Uint8Array;
  /** The shared buffers that it uses, which stay shared. */
  readonly shared: readonly SharedArrayBuffer[];
  /** Whether values go with it: then the first node is the list of the function and these. */
  readonly hasCompany: boolean;
}

/** What `bytes` hold. */
export interface PackedNodes {
  /** The folder that the modules are looked for in: that of the notebook. */
  readonly folder: string;
  /** Values that refer to each other by their place in this list; the function itself comes first. */
  readonly nodes: readonly PackedNode[];
}

/** The place of a node. */
export type NodeIndex = number;

/** A property; one under a symbol is named by the symbol's node. An accessor has functions in place of a value. */
export interface PackedMember {
  readonly key: string | NodeIndex;
  readonly enumerable: boolean;
  readonly value: NodeIndex | { readonly get: NodeIndex; readonly set: NodeIndex };
}

export type PackedNode =
  /** What a structured clone copies whole. A Node `Buffer` travels as its bytes. */
  | { readonly kind: "data"; readonly value: unknown; readonly isBuffer?: true }
  /** A thread's own copy: `["Math", "max"]`. */
  | { readonly kind: "global"; readonly path: readonly string[] }
  /** `Symbol.for(key)` */
  | { readonly kind: "symbol"; readonly key: string }
  /** The `require` of the notebook. */
  | { readonly kind: "require" }
  /** Part of a module, which is required again. `wrapped`: as TypeScript wraps one that is no ES module. */
  | { readonly kind: "module"; readonly specifier: string; readonly path: readonly string[]; readonly wrapped: boolean }
  /** What a function gives for these arguments. */
  | { readonly kind: "result"; readonly of: NodeIndex; readonly args: readonly NodeIndex[] }
  /** A place in `PackedFunction.shared`. */
  | { readonly kind: "shared"; readonly index: number }
  | {
      readonly kind: "view";
      readonly type: string;
      readonly buffer: NodeIndex;
      readonly byteOffset: number;
      readonly length: number;
    }
  | PackedObject
  | PackedCode;

/** An object that holds something else than data, or that is an instance of a class. */
export interface PackedObject {
  readonly kind: "object";
  readonly shape: "object" | "array" | "map" | "set" | "error";
  /** A class whose instance it is; `null` for no prototype at all; otherwise that of its shape. */
  readonly prototype: { readonly of: NodeIndex } | { readonly is: NodeIndex } | null | undefined;
  readonly members: readonly PackedMember[];
  /** Keys and values of a map; of a set, the values twice. */
  readonly items: readonly (readonly [NodeIndex, NodeIndex])[];
}

/** A function or class. */
export interface PackedCode {
  readonly kind: "code";
  readonly name: string;
  readonly expression: string;
  readonly isMember: boolean;
  readonly isClass: boolean;
  /** What its stack traces call the file. */
  readonly url: string;
  /** The names it uses, and their values. */
  readonly scope: readonly (readonly [name: string, value: NodeIndex])[];
  readonly members: readonly PackedMember[];
  readonly prototypeMembers: readonly PackedMember[];
}
