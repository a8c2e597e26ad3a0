export {
  CancelledError,
  ColumnError,
  CSVParseError,
  OptionError,
  WorkerLostError,
} from "./errors.js";
