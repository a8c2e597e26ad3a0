// What ../enter-node.ts does.
import { classTerm } from "./criterion";
import * as node from "./node";
import { classes, nodeClassOf, nodeClasses, nodeLabels, renumbers, rowLabels, totals } from "./state";

/** Adds up the classes of a node and makes it ready to be searched; whether all its rows are of one class. */
export function enterNode(start: i32, end: i32): i32 {
  if (renumbers) renumber(start, end);
  else addUp(start, end);
  let draws: f64 = 0;
  let terms: f64 = 0;
  let present = 0;
  for (let k = 0; k < node.classCount; k++) {
    const count = load<f64>(totals + (k << 3));
    draws += count;
    terms += classTerm(count);
    present += i32(count > 0);
  }
  node.setTotals(draws, terms);
  node.tell();
  return i32(present == 1);
}

function addUp(start: i32, end: i32): void {
  node.open(start, end, rowLabels + (start << 2), classes);
  const to = rowLabels + (end << 2);
  if (classes > 3) {
    memory.fill(totals, 0, classes << 3);
    for (let at = rowLabels + (start << 2); at < to; at += 4) {
      const label = load<u32>(at);
      const total = totals + ((label & 0xffff) << 3);
      store<f64>(total, load<f64>(total) + <f64>(label >>> 16));
    }
    return;
  }
  let all: i64 = 0;
  let ones: i64 = 0;
  let twos: i64 = 0;
  for (let at = rowLabels + (start << 2); at < to; at += 4) {
    const label = load<u32>(at);
    const count = <i64>(label >>> 16);
    all += count;
    ones += (label & 1) ? count : 0;
    twos += (label & 2) ? count : 0;
  }
  store<f64>(totals, <f64>(all - ones - twos));
  store<f64>(totals, <f64>ones, 8);
  if (classes == 3) store<f64>(totals, <f64>twos, 16);
}

/** Numbers the classes that occur in the node from 0, in the order they first occur. */
function renumber(start: i32, end: i32): void {
  let present = 0;
  for (let i = start; i < end; i++) {
    const label = load<u32>(rowLabels + (i << 2));
    const classOf = nodeClassOf + ((label & 0xffff) << 2);
    let k = load<i32>(classOf);
    if (k < 0) {
      k = present++;
      store<i32>(classOf, k);
      store<i32>(nodeClasses + (k << 2), label & 0xffff);
      store<f64>(totals + (k << 3), 0);
    }
    store<u32>(nodeLabels + ((i - start) << 2), (label & 0xffff0000) | k);
    const total = totals + (k << 3);
    store<f64>(total, load<f64>(total) + <f64>(label >>> 16));
  }
  for (let k = 0; k < present; k++) store<i32>(nodeClassOf + (load<i32>(nodeClasses + (k << 2)) << 2), -1);
  node.open(start, end, nodeLabels, present);
}
