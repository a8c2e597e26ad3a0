export { dfd, type Frame, type FrameSeries } from "./danfo/danfo.js";
export {
  CancelledError,
  ColumnError,
  CSVParseError,
  OptionError,
  WorkerLostError,
} from "./errors.js";
