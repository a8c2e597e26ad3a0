// What ../criterion.ts does.
import { entropyTable, gini } from "./state";

// @ts-ignore: decorator
@external("env", "entropyTerm")
declare function entropyOfMany(count: f64): f64;

// @ts-ignore: decorator
@inline
export function entropyTerm(count: f64): f64 {
  return count < 4096 ? load<f64>(entropyTable + (<usize>(<u32>count) << 3)) : entropyOfMany(count);
}

// @ts-ignore: decorator
@inline
export function classTerm(count: f64): f64 {
  return gini ? count * count : entropyTerm(count);
}

// @ts-ignore: decorator
@inline
export function sideScore(terms: f64, draws: f64): f64 {
  return gini ? terms / draws : terms - entropyTerm(draws);
}
