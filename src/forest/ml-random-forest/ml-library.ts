/** `ml-random-forest`, loaded by the first call: it takes about 30 ms, and importing the package must not wait for it. */
export function mlLibrary(): typeof import("ml-random-forest") {
  return require("ml-random-forest");
}
