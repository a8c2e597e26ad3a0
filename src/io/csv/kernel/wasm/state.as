// What the loops share; written from outside by ../../tokenizer.ts. Addresses are places in the one memory.

/** The bytes that give a file its structure; `comment` is one that is no byte where there are no comments. */
export let delimiter: u32 = 44;
export let quote: u32 = 34;
export let comment: u32 = 256;

/** Fields in a row, and whether a row of another number of them is a fault. */
export let fields: i32 = 1;
export let exact: i32 = 1;

/** Where cells are: of each row and field the addresses of its first byte and of the byte behind it, as 32-bit integers. */
export let cells: usize = 0;
/** Where the rows go that a column's loop leaves to the caller. */
export let odd: usize = 0;

/** How many of the cells that a column's loop read last are missing. Those that it leaves to the caller do not count. */
export let absent: i32 = 0;

/** Spellings of a missing value among texts: by first byte whether there is one; each with its length in front; their end. */
export let begins: usize = 0;
export let missing: usize = 0;
export let missingEnd: usize = 0;

/** Behind the last row that was cut, and how many fields it had. */
export let position: usize = 0;
export let found: i32 = 0;
/** What is wrong, and where: 0 nothing, 1 the number of fields, 2 an open quote. */
export let fault: i32 = 0;
export let faultAt: usize = 0;

export function stopAt(place: usize, fieldCount: i32): void {
  position = place;
  found = fieldCount;
}

export function failAt(place: usize, what: i32): void {
  fault = what;
  faultAt = place;
}

export function clearFault(): void {
  fault = 0;
}

export function countAbsent(cellCount: i32): void {
  absent = cellCount;
}

/** Has the rows of the next column listed behind so many. */
export function passOdd(rows: i32): void {
  odd += rows << 2;
}
