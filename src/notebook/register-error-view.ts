import { inspectCustom, jupyterDisplay } from "./bundle.js";
import { inNotebook } from "./kernel.js";
import { errorView } from "./views/error.js";

/**
 * Makes the errors of a class showable. In a notebook their text, which is what a cell that fails prints, is then the
 * sentence alone; elsewhere it stays as Node gives it, with the calls that led to the error.
 */
export function registerErrorView(type: abstract new (...args: never[]) => Error): void {
  const method = (value: (this: Error) => unknown) => ({ configurable: true, writable: true, value });
  Object.defineProperties(type.prototype, {
    [jupyterDisplay]: method(function () {
      return errorView(this);
    }),
    ...(inNotebook() && {
      [inspectCustom]: method(function () {
        return errorView(this)["text/plain"];
      }),
    }),
  });
}
