import type { OutlineNode } from "../../forest/decision-tree.js";
import { labelName } from "../../metrics/labels.js";
import { count, countOf, named, percent } from "../text.js";

/** What a node of a tree says, in words of different lengths. */
export interface NodeWords {
  /** The class or the number alone. */
  readonly answer: string;
  /** The same of a node that is parted further. */
  readonly mostly: string;
  /** What it rests on, of a leaf. */
  readonly rows: string;
  /** From 0 to 1: the share of the class or, of a number, where it lies between the least and the greatest shown. */
  readonly part: number;
  /** The place of the class; 0 of numbers. */
  readonly place: number;
}

/** The names of the columns of a table of nodes, besides that of leaves. */
export function nodeColumns({ says }: OutlineNode): readonly [string, string] {
  return "mean" in says ? ["value", "rows"] : ["class", "share"];
}

/** @param root - the node whose picture or table it is. */
export function nodeWords({ says }: OutlineNode, root: OutlineNode): NodeWords & { readonly cells: readonly string[] } {
  if ("mean" in says) {
    const answer = numberText(says.mean);
    // Models of ml-random-forest do not tell of how many rows.
    const rows =
      says.of === 0 ? "" : Number.isInteger(says.of) ? countOf(says.of, "row") : `weight ${numberText(says.of)}`;
    const [least, most] = rangeOf(root);
    const part = most > least ? (says.mean - least) / (most - least) : 1;
    const cells = [answer, says.of === 0 ? "" : Number.isInteger(says.of) ? count(says.of) : numberText(says.of)];
    return { answer, mostly: rows === "" ? `mean ${answer}` : `mean ${answer}, ${rows}`, rows, part, place: 0, cells };
  }
  const { place } = says;
  const part = says.count / says.of;
  const share = percent(part);
  return {
    answer: named(labelName(says.class), 22),
    mostly: `mostly ${named(labelName(says.class), 14)}, ${share}`,
    rows: says.counted ? `${count(says.count)} of ${countOf(says.of, "row")}` : share,
    part,
    place,
    cells: [named(labelName(says.class), 30), share],
  };
}

/** The least and the greatest mean of a node and those below it. */
function rangeOf(node: OutlineNode): [number, number] {
  const means = "mean" in node.says ? [node.says.mean] : [];
  const all = [...means, ...node.children.flatMap(rangeOf)];
  return [Math.min(...all), Math.max(...all)];
}

/** A number with four digits that count. */
export function numberText(x: number): string {
  return String(Number(x.toPrecision(4)));
}
