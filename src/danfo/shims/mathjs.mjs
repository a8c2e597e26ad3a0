/** The five functions that danfo uses of `mathjs`, which takes half a second to load. They agree with it on numbers. */

export function mean(values) {
  notEmpty(values, "mean");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values) {
  notEmpty(values, "median");
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** All the values that occur most often, in the order in which they got to that many. */
export function mode(values) {
  notEmpty(values, "mode");
  const counts = new Map();
  let modes = [];
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count === most) modes.push(value);
    else if (count > most) {
      most = count;
      modes = [value];
    }
  }
  return modes;
}

/** Unbiased: the sum of squares divided by n - 1; of a single value 0. */
export function variance(values) {
  notEmpty(values, "variance");
  if (values.length === 1) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

export function std(values) {
  return Math.sqrt(variance(values));
}

function notEmpty(values, name) {
  if (values.length === 0) throw new Error(`Cannot calculate the ${name} of no values.`);
}
