// The inner loops of reading CSV as WebAssembly, built by src/compile-kernels.mjs. What they do is said where they are called
// from: ../../layout.ts looks for quotes, ../../tokenizer.ts cuts rows, ../../parse-block.ts reads columns, and
// ../../infer-dtypes.ts tries the loops of single ones.
export * from "./state";
export { allocate, reset } from "./memory";
export { cutRows } from "./cut-rows";
export { passQuotes, rowAt } from "./pass-quotes";
export { readColumns } from "./read-columns";
export { readFloats, readIntegers } from "./read-numbers";
export { readBooleans, readDatetimes } from "./read-times";
export { newTexts, readText, textBytes, textCount, textEnds } from "./read-texts";
