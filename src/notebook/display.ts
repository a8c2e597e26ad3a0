import { inspect } from "node:util";
import { isShowable, jupyterDisplay } from "./bundle.js";
import { show } from "./kernel.js";

/**
 * Shows a value here and now, rather than at the end of the cell: richly if it can show itself, else as `console.log`
 * prints it. In a terminal its text is printed.
 */
export function display(value: unknown): void {
  if (isShowable(value)) show(value[jupyterDisplay]());
  else show({ "text/plain": typeof value === "string" ? value : inspect(value) });
}
