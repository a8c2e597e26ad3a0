/**
 * What the bundle exports: danfo, with the repairs that a frame of any column names needs. Danfo gives each column a
 * property of its name, so a column called "shape" or "columns" took the frame's own property away and broke it.
 */
import { writeFileSync } from "node:fs";
import danfo from "danfojs-node";

export const {
  Config,
  DataFrame,
  Dt,
  LabelEncoder,
  MinMaxScaler,
  NDframe,
  OneHotEncoder,
  Series,
  StandardScaler,
  Str,
  Utils,
  __version,
  concat,
  convertFunctionTotransformer,
  dateRange,
  getDummies,
  merge,
  readCSV,
  readJSON,
  streamCSV,
  streamCsvTransformer,
  streamJSON,
  tensorflow,
  toCSV,
  toDateTime,
} = danfo;

const noExcel = "This danfo cannot read or write Excel files. Save the sheet as CSV and use readCSV() or toCSV().";

export async function readExcel() {
  throw new Error(noExcel);
}

export function toExcel() {
  throw new Error(noExcel);
}

/** As danfo's own, but a column called `__proto__` is a column like any other. */
export function toJSON(frame, { filePath, format = "column" } = {}) {
  const { columns, values } = frame;
  let json;
  if (frame.$isSeries) json = Object.fromEntries([[columns[0], values]]);
  else if (format === "row") json = Object.fromEntries(columns.map((name, i) => [name, values.map((row) => row[i])]));
  else json = values.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
  if (filePath === undefined) return json;
  writeFileSync(filePath.endsWith(".json") ? filePath : `${filePath}.json`, JSON.stringify(json));
}

const frame = Object.getPrototypeOf(DataFrame.prototype);
const series = Object.getPrototypeOf(Series.prototype);

/** A property for each column, or for the given one, unless the frame has something of that name. */
frame.$setInternalColumnDataProperty = function (column) {
  for (const name of column ? [column] : this.columns) {
    if (name in this) continue;
    Object.defineProperty(this, name, {
      get: () => this.$getColumnData(name),
      set: (values) => this.$setColumnData(name, values),
    });
  }
};

// `head()`, `df["a"]` and the like return danfo's base classes, whose own `toCSV()`, `toJSON()` and `toExcel()` throw.
for (const prototype of [frame, series, DataFrame.prototype, Series.prototype]) {
  prototype.toCSV = function (options) {
    return toCSV(this, options);
  };
  prototype.toJSON = function (options) {
    return toJSON(this, options);
  };
  prototype.toExcel = function (options) {
    return toExcel(this, options);
  };
}

// How each of these gets to another thread, as `travels.ts` of the engine reads it: what is exported by its name here,
// frames and tensors by what is in them.
const travels = Symbol.for("danfo-distributed.travels");

for (const [name, type] of Object.entries({
  DataFrame,
  LabelEncoder,
  MinMaxScaler,
  OneHotEncoder,
  Series,
  StandardScaler,
})) {
  Object.defineProperty(type, travels, { value: { module: __filename, path: [name] } });
}
Object.defineProperty(tensorflow.tensor, travels, { value: { module: __filename, path: ["tensorflow", "tensor"] } });

for (const [base, type] of [
  [frame, DataFrame],
  [series, Series],
]) {
  Object.defineProperty(base, travels, {
    get() {
      if (this === base || ![base, type.prototype].includes(Object.getPrototypeOf(this))) return undefined;
      const { values, columns, index, dtypes } = this;
      return { of: Reflect.construct, args: [type, [values, { columns, index, dtypes }]] };
    },
  });
}

Object.defineProperty(tensorflow.Tensor.prototype, travels, {
  get() {
    if (this === tensorflow.Tensor.prototype) return undefined;
    return { of: tensorflow.tensor, args: [this.dataSync(), this.shape, this.dtype] };
  },
});
