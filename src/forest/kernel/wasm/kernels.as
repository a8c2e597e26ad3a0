// The inner loops as WebAssembly, built by src/compile-kernels.mjs. Each file does what the file of its name one folder up does,
// to the last bit; comments are there. Memory is laid out, and addresses are set, by ../workspace.ts.
export * from "./state";
export { binNumbers } from "./bin-numbers";
export { useMatrix } from "./columns";
export { enterNode } from "./enter-node";
export { growTree } from "./grow-tree";
export { layOutTree } from "./lay-out";
export { addValues, addVotes, softVotes } from "./leaf-votes";
export { partitionRows } from "./partition-rows";
export { searchNode } from "./search-node";
export { sortNumbers } from "./sort-numbers";
export { walkAny, walkOrdered } from "./walk";
