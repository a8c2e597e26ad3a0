import { types } from "node:util";

/**
 * Whether a structured clone copies this object as it is, and all that it holds: no functions, symbols or instances of
 * classes, and nothing in shared memory, which needs to be told apart. Visits every value once.
 */
export function isData(value: unknown): boolean {
  const seen = new Set<object>();
  const visit = (item: unknown): boolean => {
    if (typeof item !== "object" || item === null) return typeof item !== "function" && typeof item !== "symbol";
    if (seen.has(item)) return true;
    seen.add(item);
    if (types.isProxy(item) || Object.getOwnPropertySymbols(item).length > 0) return false;
    const prototype = Object.getPrototypeOf(item);
    switch (prototype) {
      case Object.prototype:
      case Array.prototype:
        return isGenuine(item, prototype) && Object.values(item).every(visit);
      case Map.prototype:
        return types.isMap(item) && [...item].every(([key, entry]) => visit(key) && visit(entry));
      case Set.prototype:
        return types.isSet(item) && [...item].every(visit);
      default:
        return isWhole(item, prototype);
    }
  };
  return visit(value);
}

/** A plain object or a true array: `Object.create(Array.prototype)` or a `Proxy`'s like is neither. */
function isGenuine(item: object, prototype: object): boolean {
  return prototype === Array.prototype
    ? Array.isArray(item)
    : !Array.isArray(item) && Object.prototype.toString.call(item) === "[object Object]";
}

/** What is copied as a whole, with the prototype that the copy has. */
function isWhole(item: object, prototype: unknown): boolean {
  if (ArrayBuffer.isView(item)) {
    return views.some((kind) => kind.prototype === prototype) && item.buffer instanceof ArrayBuffer;
  }
  return (
    (prototype === Date.prototype && types.isDate(item)) ||
    (prototype === RegExp.prototype && types.isRegExp(item)) ||
    (prototype === ArrayBuffer.prototype && types.isArrayBuffer(item))
  );
}

/** The kinds of views on a buffer; a Node `Buffer` is none of its own, and is not copied as one. */
export const views = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
] as const;
