import type { OutlineNode } from "../../forest/decision-tree.js";
import { type Html, html } from "../html.js";
import { type Picture, picture } from "../svg.js";
import { countOf, short } from "../text.js";
import { strokes } from "../unit-chart.js";
import { type NodeWords, nodeWords } from "./tree-words.js";

const box = { width: 176, height: 40 };
/** From one box to the next, across and down. */
const step = { x: box.width + 38, y: 48 };
const margin = 8;

interface Placed {
  readonly node: OutlineNode;
  readonly depth: number;
  readonly y: number;
  readonly children: readonly Placed[];
}

/** A tree that grows from left to right: a box a node, with what it asks, or the class it ends in. */
export function treePicture(root: OutlineNode, alt: string): Picture {
  let ends = 0;
  const place = (node: OutlineNode, depth: number): Placed => {
    const children = node.children.map((child) => place(child, depth + 1));
    const y = children.length === 0 ? step.y * ends++ : (children[0].y + children[1].y) / 2;
    return { node, depth, y, children };
  };
  const placed = allOf(place(root, 0));
  const deepest = Math.max(...placed.map(({ depth }) => depth));
  const width = 2 * margin + deepest * step.x + box.width;
  const height = 2 * margin + (ends - 1) * step.y + box.height;
  return picture(width, height, alt, [...placed.flatMap(branches), ...placed.map((box) => boxOf(box, root))]);
}

function allOf(placed: Placed): Placed[] {
  return [placed, ...placed.children.flatMap(allOf)];
}

/** The lines from a node to the rows for which its test holds, above, and to the others. */
function branches({ depth, y, children }: Placed): Html[] {
  const from = [left(depth) + box.width, middle(y)];
  return children.map((child, i) => {
    const to = [left(child.depth), middle(child.y)];
    const bend = from[0] + 8;
    return html`<path d="M${from[0]} ${from[1]}H${bend}V${to[1]}H${to[0]}" fill="none" stroke="#8c959f"/><text x="${to[0] - 4}" y="${to[1] - 4}" text-anchor="end" font-size="11" fill="#57606a">${["yes", "no"][i]}</text>`;
  });
}

/** A box; the line at its foot is as long as the share of the class that is most frequent there, or as the number is great. */
function boxOf({ node, depth, y, children }: Placed, root: OutlineNode): Html {
  const words = nodeWords(node, root);
  const { colour } = strokes[words.place % strokes.length];
  const [x, top] = [left(depth), margin + y];
  const length = Math.round(box.width * words.part);
  const [first, second] = linesOf(node, words, children.length > 0);
  return html`<rect x="${x + 0.5}" y="${top + 0.5}" width="${box.width - 1}" height="${box.height - 1}" fill="#fff" stroke="#d0d7de"/><rect x="${x}" y="${top + box.height - 4}" width="${length}" height="4" fill="${colour}"/><text x="${x + 8}" y="${top + 15}" font-weight="bold">${first}</text><text x="${x + 8}" y="${top + 30}" font-size="11" fill="#57606a">${second}</text>`;
}

function linesOf(node: OutlineNode, { answer, mostly, rows }: NodeWords, isOpen: boolean): [string, string] {
  if (isOpen) return [short(node.children[0].test ?? "", 25), mostly];
  if (node.leaves > 1) return [`… ${countOf(node.leaves, "leaf", "leaves")} more`, mostly];
  return [answer, rows];
}

function left(depth: number): number {
  return margin + depth * step.x;
}

function middle(y: number): number {
  return margin + y + box.height / 2;
}
