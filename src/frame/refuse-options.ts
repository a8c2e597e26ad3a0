import { checkOptions } from "../options.js";

/**
 * Has the methods of a class refuse what comes after their parameters: in TypeScript it does not compile, but in
 * JavaScript `{ axis: 1 }` would be left out without a word.
 *
 * @param counts - how many parameters the methods have whose last ones have defaults: JavaScript does not count these.
 * @param prefix - what users write before a method's name: `"str."`.
 */
export function refuseOptions<T extends object>(
  { prototype }: { readonly prototype: T },
  counts: { readonly [method: string]: number } = {},
  prefix = "",
): void {
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const { value: method } = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    if (typeof method !== "function" || name === "constructor") continue;
    const count = counts[name] ?? method.length;
    const refusing = {
      [name](this: T, ...args: unknown[]) {
        if (args.length > count) refuse(prefix + name, args, count);
        return Reflect.apply(method, this, args);
      },
    };
    Object.defineProperty(prototype, name, { value: refusing[name], writable: true, configurable: true });
  }
}

/**
 * @throws {OptionError} after so many arguments there are options.
 * @throws {TypeError} there is anything else.
 */
export function refuse(method: string, args: readonly unknown[], count: number): void {
  for (const more of args.slice(count)) {
    if (isPlainObject(more)) checkOptions(method, more, {});
    else if (more !== undefined) {
      const takes = count === 0 ? "no arguments" : count === 1 ? "one argument" : `${count} arguments`;
      throw new TypeError(`${method} takes ${takes}, but got ${args.length}.`);
    }
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
