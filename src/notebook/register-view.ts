import { type Bundle, inspectCustom, jupyterDisplay } from "./bundle.js";

/**
 * Makes the objects of a class showable: a notebook shows the view's richest form, `console.log` in a terminal its text.
 * The class itself need not know of notebooks. A class shows itself as its base class does, unless it has its own view.
 */
export function registerView<T>(type: abstract new (...args: never[]) => T, view: (value: T) => Bundle): void {
  const method = (value: (this: T) => unknown) => ({ configurable: true, writable: true, value });
  Object.defineProperties(type.prototype, {
    [jupyterDisplay]: method(function () {
      return view(this);
    }),
    [inspectCustom]: method(function () {
      return view(this)["text/plain"];
    }),
  });
}
