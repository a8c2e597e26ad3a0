// The inner loops of growing trees of numbers as WebAssembly, for the criterion "squaredError"; built by
// src/compile-kernels.mjs with files of ../../kernel/wasm that are not here. Each file does what the file of its name one
// folder up does, to the last bit; comments are there. Memory is laid out, and addresses are set, by ../workspace.ts.
export * from "./state";
export { enterNode } from "./enter-node";
export { growTree } from "./grow-tree";
export { partitionRows } from "./partition";
export { searchNode } from "./search-node";
