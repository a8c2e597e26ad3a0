import { leftOut } from "./left-out.js";

/** What has columns under names of its own. */
interface HasColumns {
  readonly columns: readonly string[];
  column(name: string): unknown;
}

/**
 * Lets columns be read as properties, `frame["delay"]`, as danfo's users do. Only what an object and its classes do not
 * have leads here, since this stands behind all of them: a column named "shape" or "values" is read by `column("shape")`.
 * Writing one is an error, since it would change nothing. Where no column has the name of a method of danfo's that is left
 * out, that method says so when it is called, or that property when it is read.
 *
 * @param base - the first of the classes that `type` extends.
 */
export function readColumnsByName(
  type: abstract new (...args: never[]) => HasColumns,
  base: { prototype: object },
): void {
  const frameOf = (receiver: unknown): HasColumns | undefined =>
    receiver instanceof type && Object.hasOwn(receiver, "plan") ? receiver : undefined;
  const behind = new Proxy(
    {},
    {
      get(target, name, receiver) {
        const found = Reflect.get(target, name, receiver);
        if (found !== undefined || typeof name !== "string") return found;
        const frame = frameOf(receiver);
        if (frame?.columns.includes(name)) return frame.column(name);
        return Object.hasOwn(receiver, "plan") ? leftOut(name) : undefined;
      },
      set(target, name, value, receiver) {
        if (typeof name === "symbol" || frameOf(receiver) === undefined)
          return Reflect.set(target, name, value, receiver);
        const named = JSON.stringify(name);
        throw new TypeError(
          `A frame does not change: frame[${named}] cannot be set. Use the frame that addColumn gives: frame = frame.addColumn(${named}, …).`,
        );
      },
    },
  );
  Object.setPrototypeOf(base.prototype, behind);
}
