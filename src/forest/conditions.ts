import { type Label, showLabel } from "../metrics/labels.js";
import { type Column, cellAt } from "../partition/partition.js";
import { codeCount, type FeatureBins, type NumericBins } from "./bins/bins.js";
import { NodeKind, type Tree, type TreeNodes } from "./tree.js";

/** Categories that are named before the rest is counted. */
const NAMED = 8;

/** What holds of the rows that a node sends left, or right, in words: `"Body Mass (g) <= 4675"`. */
export function condition(tree: TreeNodes, node: number, bins: readonly FeatureBins[], left: boolean): string {
  const feature = bins[tree.feature[node]];
  const name = JSON.stringify(feature.name).slice(1, -1);
  if (feature.kind === "category")
    return `${name} ${categoryTest(tree, node, feature.categories, feature.others, left)}`;
  const split = tree.split[node];
  const missingLeft = tree.kind[node] === NodeKind.missingLeft;
  const withMissing = feature.sawMissing && missingLeft === left;
  if (split === 0) return left ? `${name} is missing` : `${name} is not missing`;
  if (split === codeCount(feature) - 1) return left ? `${name} is not missing` : `${name} is missing`;
  const edge = feature.edges[split - 1];
  const isTruth = feature.dtype === "boolean" && edge >= 0 && edge < 1;
  const test = isTruth ? `${name} is ${!left}` : `${name} ${left ? "<=" : ">"} ${edgeText(edge, feature)}`;
  return withMissing ? `${test} or missing` : test;
}

function categoryTest(
  tree: TreeNodes,
  node: number,
  categories: readonly string[],
  others: boolean,
  left: boolean,
): string {
  const goesLeft = (code: number): boolean =>
    ((tree.categories[tree.split[node] + (code >> 5)] >>> (code & 31)) & 1) === 1;
  const names = categories.filter((_, i) => goesLeft(i + 1) === left).map((category) => JSON.stringify(category));
  if (others && goesLeft(categories.length + 1) === left) names.push("others");
  if (goesLeft(0) === left) names.push("missing");
  const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
  return `in {${shown.join(", ")}}`;
}

/** The most frequent class among the rows of some leaves. */
export interface Majority {
  readonly class: Label;
  /** Of the class in the forest's list. */
  readonly place: number;
  /** How many of the rows that were drawn have it, and of how many; of models that keep no counts, fractions. */
  readonly count: number;
  readonly of: number;
  /** Whether these are counts of rows. */
  readonly counted: boolean;
}

/** Of equally frequent classes the first one. */
export function majorityOf(tree: Tree, leaves: readonly number[], classes: readonly Label[]): Majority {
  const { leafStart, leafClass, leafWeight } = tree;
  const sums = new Float64Array(classes.length);
  for (const leaf of leaves) {
    for (let i = leafStart[leaf]; i < leafStart[leaf + 1]; i++) sums[leafClass[i]] += leafWeight[i];
  }
  const best = sums.indexOf(sums.reduce((a, b) => Math.max(a, b)));
  const of = sums.reduce((a, b) => a + b);
  const counted = !(leafWeight instanceof Float64Array);
  return { class: classes[best], place: best, count: sums[best], of, counted };
}

/** What a leaf says: its most frequent class, and how many of the rows that were drawn have it. */
export function leafText(tree: Tree, leaf: number, classes: readonly Label[]): string {
  const { class: label, count, of, counted } = majorityOf(tree, [leaf], classes);
  if (!counted) return `${showLabel(label)} (${numberText((100 * count) / of)} %)`;
  return `${showLabel(label)} (${count} of ${of})`;
}

/** The first cell of a column as it is compared. */
export function cellText(column: Column): string {
  const cell = cellAt(column, 0);
  if (cell === null) return "missing";
  if (typeof cell === "string") return JSON.stringify(cell);
  return cell instanceof Date ? dateText(cell.getTime()) : String(cell);
}

function edgeText(edge: number, { dtype }: NumericBins): string {
  return dtype === "datetime" ? dateText(edge) : numberText(edge);
}

/** The milliseconds as a day, or a moment of one; as they are where no calendar reaches. */
function dateText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, -14) : text;
}

/** A number with as many digits as tell it from others of its size. */
export function numberText(x: number): string {
  return String(Number(x.toPrecision(7)));
}
