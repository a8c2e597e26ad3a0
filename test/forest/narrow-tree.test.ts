import assert from "node:assert/strict";
import test from "node:test";
import { decodeTrees, encodeTrees } from "../../src/forest/narrow-tree.js";
import { NodeKind, type Tree } from "../../src/forest/tree.js";

/** A root with a leaf of several classes on its left, and a node of its own on its right; `wide` is a number in it. */
function treeWith(wide: number): Tree {
  const { leaf, missingLeft, categories } = NodeKind;
  return {
    kind: Uint8Array.of(missingLeft, leaf, categories, leaf, leaf),
    feature: Int32Array.of(wide, 0, 7, 0, 0),
    split: Int32Array.of(3, 0, 1, 1, 2),
    right: Int32Array.of(2, 0, 4, 0, 0),
    categories: Int32Array.of(-1, wide),
    leafStart: Int32Array.of(0, 3, 4, 5),
    leafClass: Uint16Array.of(0, 1, 2, 1, 0),
    leafWeight: Uint32Array.of(1, wide, 2, 3, 4),
  };
}

for (const count of [1, 3]) {
  test(`trees come back as they were from a task that grew ${count}, each in the memory of the last`, () => {
    const wanted = [2, 300, 70_000].slice(0, count).map(treeWith);
    const memory = treeWith(0);
    const bytes = encodeTrees(5, 5 + count, (tree) => {
      for (const [name, array] of Object.entries(wanted[tree - 5])) memory[name as keyof Tree].set(array);
      return memory;
    });
    const trees = decodeTrees<Tree>(bytes);
    assert.deepEqual(
      trees.map((tree) => ({ ...tree })),
      wanted,
    );
    assert.deepEqual(
      decodeTrees<Tree>(encodeTrees(0, count, (tree) => trees[tree])).map((tree) => ({ ...tree })),
      wanted,
    );
  });
}
