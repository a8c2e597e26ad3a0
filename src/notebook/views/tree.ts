import type { DecisionTree, OutlineNode } from "../../forest/decision-tree.js";
import type { Bundle } from "../bundle.js";
import { chartBundle } from "../chart.js";
import type { TableRow } from "../table.js";
import { count, countOf, short } from "../text.js";
import { treePicture } from "./tree-picture.js";
import { nodeColumns, nodeWords } from "./tree-words.js";

/** What a view needs of a tree. */
export type TreeState = Pick<DecisionTree, "depth" | "leaves" | "outline">;

/** Questions one after the other that are shown; below them a tree is summed up. */
const mostLevels = 3;

/** One tree of a forest: its first questions as a picture, and the rows they lead to as a table. */
export function treeView(tree: TreeState): Bundle {
  const root = tree.outline(mostLevels);
  const part = tree.depth > mostLevels ? `, the first ${mostLevels} levels` : "";
  const caption = `Decision tree of depth ${tree.depth} with ${countOf(tree.leaves, "leaf", "leaves")}${part}`;
  const asked = root.children[0]?.test;
  const finding =
    asked === undefined
      ? `It says ${nodeWords(root, root).cells[0]} of every row.`
      : `It asks first whether ${short(asked, 60)}.`;
  const [answer, share] = nodeColumns(root);
  const table = {
    caption,
    corner: "rows",
    columns: [
      { label: answer, align: answer === "class" ? ("left" as const) : undefined },
      { label: share },
      { label: "leaves" },
    ],
    rows: rowsOf(root, "", root),
  };
  return chartBundle({ caption, picture: treePicture(root, `${caption}. ${finding}`) }, table);
}

/** A row for each node, numbered as an outline is: 1.2 is the second of those into which 1 is parted. */
function rowsOf(node: OutlineNode, number: string, root: OutlineNode): TableRow[] {
  const row: TableRow = {
    header: node.test === undefined ? "all" : `${number} ${short(node.test, 60)}`,
    cells: [...nodeWords(node, root).cells, count(node.leaves)],
  };
  const below = node.children.flatMap((child, i) =>
    rowsOf(child, number === "" ? `${i + 1}` : `${number}.${i + 1}`, root),
  );
  return [row, ...below];
}
