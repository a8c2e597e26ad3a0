/** What danfo uses of `@tensorflow/tfjs-node`, on TensorFlow.js's backend in plain JavaScript. */
import "@tensorflow/tfjs-backend-cpu";
import { env } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/add.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/arg_max.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/arg_min.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/div.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/div_no_nan.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/equal.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/greater.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/greater_equal.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/less.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/less_equal.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/max.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/mean.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/min.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/mod.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/mul.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/not_equal.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/pow.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/sqrt.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/sub.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/transpose.js";
import seedrandom from "seedrandom";

env().set("PROD", true); // no banner that recommends the native backend

export { moments, scalar, Tensor, tensor, tensor1d, tensor2d } from "@tensorflow/tfjs-core";

/** A draw without replacement, as danfo's `sample()` asks for it: `data.array(items).shuffle(n, seed).take(n).toArray()`. */
export const data = {
  array: (items) => ({
    shuffle: (_bufferSize, seed) => ({
      take: (count) => ({ toArray: async () => draw([...items], count, seedrandom.alea(seed)) }),
    }),
  }),
};

function draw(items, count, random) {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (items.length - i));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items.slice(0, count);
}
