export {
  CancelledError,
  ColumnError,
  CSVParseError,
  OptionError,
  WorkerLostError,
} from "./errors.js";
export { display } from "./notebook/display.js";
export { type DisplayOptions, setDisplayOptions } from "./notebook/display-options.js";
export { register, unregister } from "./notebook/kernel.js";

import "./notebook/register.js";
