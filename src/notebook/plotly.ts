import { readFileSync } from "node:fs";
import type { Bundle } from "./bundle.js";
import { Html, html } from "./html.js";

/**
 * An output that brings Plotly (4.8 MB) into the page, for every figure of the notebook. Where scripts do not run, only
 * its sentence is seen.
 */
export function plotlyLibrary(): Bundle {
  const source = readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8");
  // What would end the script, or begin a comment in it that hides its end; both stand in strings only.
  const safe = source.replace(/<(?=\/script|!--|script)/gi, "\\u003c");
  const sentence = "Charts in the cells below are interactive.";
  return {
    // A page with an AMD or CommonJS loader must not catch the library before it gets to `window.Plotly`.
    "text/html": html`<p>${sentence}</p><script>(function(){var module,exports,define;${new Html(safe)}
}).call(window)</script>`.source,
    "text/plain": sentence,
  };
}
