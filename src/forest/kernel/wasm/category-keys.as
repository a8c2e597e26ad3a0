// What ../category-keys.ts does.
import * as node from "./node";
import { codeCounts, histogram, nodeClasses, order, orderKeys, sampleShares, shareStart, shares, totals } from "./state";

const DRAW_VARIANCE: f64 = 2;
const CHANCE: f64 = 2;

/** Writes what the categories in `order` are put in order by; the factor on the odds of their shares in the sample, or 0. */
export function keyCategories(feature: i32, length: i32, byClass: i32): f64 {
  const from = sharesOf(feature, byClass);
  const own = load<f64>(totals + (byClass << 3)) / node.draws;
  const whole = load<f64>(sampleShares + (load<i32>(nodeClasses + (byClass << 2)) << 3));
  const odds = ((own / (1 - own)) * (1 - whole)) / whole;
  let apart: f64 = 0;
  let squares: f64 = 0;
  for (let t = 0; t < length; t++) {
    const code = load<i32>(order + (t << 2));
    const counted = drawsOf(code);
    const ofClass = drawsOfClass(code, byClass);
    if (from == 0) {
      store<f64>(orderKeys + (t << 3), ofClass / counted);
      continue;
    }
    const share = load<f64>(from + (code << 3));
    const expected = atOdds(share, odds);
    const difference = ofClass - counted * expected;
    apart += (difference * difference) / (expected * (1 - expected));
    squares += counted * counted;
    store<f64>(orderKeys + (t << 3), share);
  }
  const beyond = apart - CHANCE * DRAW_VARIANCE * node.draws;
  if (!(beyond > 0)) return 0;
  const added = (DRAW_VARIANCE * squares) / beyond;
  for (let t = 0; t < length; t++) {
    const code = load<i32>(order + (t << 2));
    const key = orderKeys + (t << 3);
    const counted = drawsOf(code);
    store<f64>(key, (drawsOfClass(code, byClass) + added * atOdds(load<f64>(key), odds)) / (counted + added));
  }
  return odds;
}

/** Where the sample's shares of a class of the node begin, code after code; 0 where there are none. */
export function sharesOf(feature: i32, byClass: i32): usize {
  const start = load<i32>(shareStart + (feature << 2));
  if (start < 0) return 0;
  const k = load<i32>(nodeClasses + (byClass << 2));
  return shares + (<usize>(start + k * load<i32>(codeCounts + (feature << 2))) << 3);
}

/** The share whose odds are those of another times a factor. */
// @ts-ignore: decorator
@inline
function atOdds(share: f64, factor: f64): f64 {
  const part = share * factor;
  return part / (part + (1 - share));
}

// @ts-ignore: decorator
@inline
function drawsOf(code: i32): f64 {
  const count = node.classCount;
  const cell = histogram + ((code * count) << 2);
  let draws: f64 = 0;
  for (let k = 0; k < count; k++) draws += <f64>load<u32>(cell + (k << 2));
  return draws;
}

// @ts-ignore: decorator
@inline
function drawsOfClass(code: i32, byClass: i32): f64 {
  return <f64>load<u32>(histogram + ((code * node.classCount + byClass) << 2));
}
