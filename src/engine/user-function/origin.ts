import { join } from "node:path";
import { notebook } from "./capture-names.js";

let numberOfCell: () => number | undefined = () => undefined;

/** How the number of the cell that runs now is found out; set by the notebook room. */
export function setCellNumber(find: () => number | undefined): void {
  numberOfCell = find;
}

/**
 * What stack traces name as the file of the functions packed here: "cell-3" of a notebook, or "notebook" where its
 * number is not known; or the program that hands them over.
 */
export function originOf(): string {
  if (notebook() !== undefined) {
    const cell = numberOfCell();
    return cell === undefined ? "notebook" : `cell-${cell}`;
  }
  const here = join(__dirname, "..", "..");
  for (const line of new Error().stack?.split("\n").slice(1) ?? []) {
    const file = /\(?(?:file:\/\/)?((?:[A-Za-z]:)?[\\/][^()]*?):\d+:\d+\)?$/.exec(line)?.[1];
    if (file !== undefined && !file.startsWith(here)) return file;
  }
  return "program";
}
