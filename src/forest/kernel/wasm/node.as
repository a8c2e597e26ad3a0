// The node that is being searched, and the best split found in it so far: the NodeSearch of ../workspace.ts.
import { found, foundIntegers } from "./state";

export let start: i32 = 0;
export let end: i32 = 0;
/** Where the labels of its rows are. */
export let labels: usize = 0;
export let classCount: i32 = 0;
export let draws: f64 = 0;
export let termSum: f64 = 0;
export let score: f64 = 0;
export let feature: i32 = 0;
export let low: i32 = 0;
export let split: i32 = 0;
export let next: i32 = 0;
export let sawMissing: i32 = 0;
export let byClass: i32 = 0;
export let middle: f64 = 0;

export function open(first: i32, after: i32, at: usize, count: i32): void {
  start = first;
  end = after;
  labels = at;
  classCount = count;
  score = -Infinity;
  feature = -1;
}

export function setTotals(allDraws: f64, terms: f64): void {
  draws = allDraws;
  termSum = terms;
}

export function setScore(best: f64): void {
  score = best;
}

export function setOrder(best: i32, k: i32, cut: f64): void {
  feature = best;
  byClass = k;
  middle = cut;
}

export function setCut(best: i32, first: i32, last: i32, after: i32, missing: i32): void {
  feature = best;
  low = first;
  split = last;
  next = after;
  sawMissing = missing;
}

/** Writes what the search found where it is read: see NodeSearch.read of ../workspace.ts. */
export function tell(): void {
  store<f64>(found, score);
  store<f64>(found, draws, 8);
  store<f64>(found, termSum, 16);
  store<i32>(foundIntegers, classCount);
  store<i32>(foundIntegers, feature, 4);
  store<i32>(foundIntegers, low, 8);
  store<i32>(foundIntegers, split, 12);
  store<i32>(foundIntegers, next, 16);
  store<i32>(foundIntegers, sawMissing, 20);
}
