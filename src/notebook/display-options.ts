import { aBoolean, checkOptions, type OptionTable, wholeNumber } from "../options.js";
import { inNotebook, runningCell, show } from "./kernel.js";
import { plotlyLibrary } from "./plotly.js";

/** How outputs look, until it is set otherwise. */
export interface DisplayOptions {
  /** Whether charts can be zoomed and pointed at, where scripts run. Default false. */
  interactive?: boolean;
  /** The most rows of a computed frame or series that are shown; of one that is lazy, 5 at most. Default 20. */
  maxRows?: number;
  /** The most columns of a frame that are shown. Default 20. */
  maxColumns?: number;
}

const table: OptionTable<DisplayOptions> = {
  interactive: aBoolean,
  maxRows: wholeNumber(1),
  maxColumns: wholeNumber(2),
};

const current: Required<DisplayOptions> = { interactive: false, maxRows: 20, maxColumns: 20 };

/** The options in force. */
export function displayOptions(): Readonly<Required<DisplayOptions>> {
  return current;
}

/** The cell that has Plotly's library in its output. */
let equipped: unknown;

/**
 * Changes how outputs look from now on; options that are not given stay as they are. With `interactive: true` the cell
 * that says so gets Plotly's library (4.8 MB) as its output, once for all charts of the notebook; wherever scripts do not
 * run, charts stay pictures.
 *
 * @throws {OptionError} an option is unknown, or its value is not one it takes.
 */
export function setDisplayOptions(options: DisplayOptions): void {
  checkOptions("setDisplayOptions", options, table);
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) Object.assign(current, { [option]: value });
  }
  if (options.interactive !== true || !inNotebook()) return;
  // A cell that is run again has lost its output, so it is given the library again.
  const cell = runningCell();
  if (cell !== undefined && cell === equipped) return;
  equipped = cell;
  show(plotlyLibrary());
}
