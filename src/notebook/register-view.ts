import { type Bundle, inspectCustom, jupyterDisplay } from "./bundle.js";

/**
 * Makes the objects of a class showable: a notebook shows the view's richest form, `console.log` in a terminal its text,
 * which is also what `String(…)` gives unless the class says otherwise. The class itself need not know of notebooks. A class
 * shows itself as its base class does, unless it has its own view.
 *
 * @param printed - what `console.log` shows, of one in a list too, if that is not the view's text.
 */
export function registerView<T>(
  type: abstract new (...args: never[]) => T,
  view: (value: T) => Bundle,
  printed = (value: T) => view(value)["text/plain"],
): void {
  const method = (value: (this: T) => unknown) => ({ configurable: true, writable: true, value });
  const text = method(function () {
    return view(this)["text/plain"];
  });
  if (Reflect.get(type.prototype as object, "toString") === Object.prototype.toString) {
    Object.defineProperty(type.prototype, "toString", text);
  }
  Object.defineProperties(type.prototype, {
    [jupyterDisplay]: method(function () {
      return view(this);
    }),
    [inspectCustom]: method(function () {
      return printed(this);
    }),
  });
}
