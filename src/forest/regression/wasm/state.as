// Where ../workspace.ts has laid out its arrays, and the parameters of the tree; written from outside.

export let rowIds: usize = 0;
export let rowTerms: usize = 0;
export let rowTargets: usize = 0;
export let spareIds: usize = 0;
export let spareTerms: usize = 0;
export let spareTargets: usize = 0;
export let histogram: usize = 0;
export let codeRows: usize = 0;
export let order: usize = 0;
export let orderKeys: usize = 0;
export let keys: usize = 0;
export let spareKeys: usize = 0;
export let radix: usize = 0;
export let lists: usize = 0;
export let side: usize = 0;
export let drawn: usize = 0;
export let swaps: usize = 0;
export let isConstant: usize = 0;
export let constants: usize = 0;
export let leftBits: usize = 0;
export let seenBits: usize = 0;
export let meanStart: usize = 0;
export let means: usize = 0;
export let codes: usize = 0;
export let codeCounts: usize = 0;
export let categorical: usize = 0;
export let edges: usize = 0;
export let edgeStart: usize = 0;
export let targets: usize = 0;
export let waiting: usize = 0;
export let nodeKind: usize = 0;
export let nodeFeature: usize = 0;
export let nodeSplit: usize = 0;
export let nodeRight: usize = 0;
export let leafValue: usize = 0;
export let leafWeight: usize = 0;
export let categoryWords: usize = 0;
export let found: usize = 0;
export let foundIntegers: usize = 0;

export let rows: i32 = 0;
export let features: i32 = 0;
/** Bytes of a code, less one. */
export let wide: i32 = 0;
export let minSamplesLeaf: i32 = 1;
export let exact: i32 = 0;
export let offset: f64 = 0;
export let targetScale: f64 = 1;
/** Those of ../workspace.ts. */
export let sortedRows: i32 = 0;
export let codesPerRow: i32 = 0;
