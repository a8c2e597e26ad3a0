// RegressionSearch of ../workspace.ts.
import { found, foundIntegers } from "./state";

export let start: i32 = 0;
export let end: i32 = 0;
export let weight: f64 = 0;
export let sum: f64 = 0;
export let score: f64 = -Infinity;
export let feature: i32 = -1;
export let low: i32 = 1;
export let split: i32 = 0;
export let next: i32 = 0;
export let sawMissing: bool = false;
export let middle: f64 = 0;

export function enter(from: i32, to: i32, w: f64, s: f64): void {
  start = from;
  end = to;
  weight = w;
  sum = s;
  score = -Infinity;
  feature = -1;
  tell();
}

/** Keeps a split that is better than that before. */
export function keep(by: i32, best: f64): void {
  feature = by;
  score = best;
}

export function keepOrder(by: i32, cut: f64): void {
  feature = by;
  middle = cut;
}

export function keepOrdered(by: i32, best: f64, lowest: i32, at: i32, after: i32, missing: bool): void {
  keep(by, best);
  low = lowest;
  split = at;
  next = after;
  sawMissing = missing;
}

/** Writes what is known of the node to where it is read from outside. */
export function tell(): void {
  store<f64>(found, score);
  store<f64>(found + 8, weight);
  store<f64>(found + 16, sum);
  store<i32>(foundIntegers, feature);
  store<i32>(foundIntegers + 4, low);
  store<i32>(foundIntegers + 8, split);
  store<i32>(foundIntegers + 12, next);
  store<i32>(foundIntegers + 16, sawMissing ? 1 : 0);
}
