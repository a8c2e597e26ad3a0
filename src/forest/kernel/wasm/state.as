// Where ../workspace.ts has laid out its arrays, and the parameters of the tree; written from outside.

export let rowIds: usize = 0;
export let rowLabels: usize = 0;
export let spareIds: usize = 0;
export let spareLabels: usize = 0;
export let nodeLabels: usize = 0;
export let nodeClasses: usize = 0;
export let nodeClassOf: usize = 0;
export let totals: usize = 0;
export let left: usize = 0;
export let histogram: usize = 0;
export let codeRows: usize = 0;
export let codeBits: usize = 0;
export let codeMarks: usize = 0;
export let occupied: usize = 0;
export let order: usize = 0;
export let orderKeys: usize = 0;
export let sortedKeys: usize = 0;
export let sortedCodes: usize = 0;
export let sortedLabels: usize = 0;
export let drawn: usize = 0;
export let swaps: usize = 0;
export let isConstant: usize = 0;
export let constants: usize = 0;
export let leftBits: usize = 0;
export let seenBits: usize = 0;
export let entropyTable: usize = 0;
export let codes: usize = 0;
export let codeCounts: usize = 0;
export let categorical: usize = 0;
export let edges: usize = 0;
export let edgeStart: usize = 0;
export let block: usize = 0;
export let waiting: usize = 0;
export let nodeKind: usize = 0;
export let nodeFeature: usize = 0;
export let nodeSplit: usize = 0;
export let nodeRight: usize = 0;
export let leafStart: usize = 0;
export let leafClass: usize = 0;
export let leafWeight: usize = 0;
export let categoryWords: usize = 0;
export let found: usize = 0;
export let foundIntegers: usize = 0;

export let rows: i32 = 0;
export let features: i32 = 0;
export let classes: i32 = 0;
/** Bytes of a code, less one. */
export let wide: i32 = 0;
export let renumbers: i32 = 0;
export let gini: i32 = 1;
export let minSamplesLeaf: i32 = 1;
export let exact: i32 = 0;
/** Rows of a block; 0 for none. */
export let blockRows: i32 = 0;
