// Columns of text out of cells, encoded by a dictionary: a hash table finds a cell's bytes among the texts met before,
// which lie one behind the other.
import { allocate } from "./memory";
import { begins, cells, countAbsent, fields, missing, missingEnd, odd } from "./state";

/** A dictionary: its parts, each in memory of its own, which is replaced by twice as much when it is full. */
@unmanaged
class Texts {
  /** By slot, the entry's number plus one, or 0 where it is free, and the hash. Three eighths of the slots or more are free. */
  table: usize;
  slots: u32;
  /** Where each text ends among the bytes, behind a 0. */
  ends: usize;
  mostEntries: u32;
  entries: u32;
  bytes: usize;
  mostBytes: u32;
  /** Rows that were read, and that there will be in all, more or less. */
  rows: u32;
  likelyRows: u32;
}

/** Sixteen bytes of ones and sixteen of zeros: from `16 - n` on, the first n of sixteen. */
const MASKS = memory.data<u64>([0xffffffffffffffff, 0xffffffffffffffff, 0, 0]);

/** A code that stands for none: the bytes are not UTF-8. */
const INVALID: i32 = -2;
/** A code that stands for none: memory is used up. */
const FULL: i32 = -3;

/** A new dictionary for about so many rows; 0 when memory is used up. */
export function newTexts(likelyRows: u32): usize {
  const place = allocate(offsetof<Texts>());
  if (place == 0) return 0;
  const texts = changetype<Texts>(place);
  texts.slots = 256;
  texts.mostEntries = 128;
  texts.mostBytes = 2048;
  texts.entries = 0;
  texts.rows = 0;
  texts.likelyRows = likelyRows;
  texts.table = allocate(256 * 8);
  texts.ends = allocate(129 * 4);
  texts.bytes = allocate(2048);
  if (texts.table == 0 || texts.ends == 0 || texts.bytes == 0) return 0;
  memory.fill(texts.table, 0, 256 * 8);
  store<u32>(texts.ends, 0);
  return place;
}

export function textCount(place: usize): u32 {
  return changetype<Texts>(place).entries;
}

export function textEnds(place: usize): usize {
  return changetype<Texts>(place).ends;
}

export function textBytes(place: usize): usize {
  return changetype<Texts>(place).bytes;
}

/** Puts the codes of a column's cells in their places, -1 for what is missing. Rows of invalid UTF-8 are listed; -1 when memory is used up. */
export function readTexts(place: usize, column: i32, rows: i32, values: usize): i32 {
  const texts = changetype<Texts>(place);
  const step = <usize>fields << 3;
  let cell = cells + (<usize>column << 3);
  let list = odd;
  let present = 0;
  texts.rows += rows;
  for (let row = 0; row < rows; row++, cell += step) {
    const start: usize = load<u32>(cell);
    const length = load<u32>(cell, 4) - <u32>start;
    let code = -1;
    if (length > 0 && !(load<u8>(begins + <usize>load<u8>(start)) != 0 && isMissing(start, length))) {
      code = codeOf(texts, start, length);
      present++;
      if (code == FULL) return -1;
      if (code == INVALID) {
        store<i32>(list, row);
        list += 4;
      }
    }
    store<i32>(values + (<usize>row << 2), code);
  }
  countAbsent(rows - present);
  return <i32>(list - odd) >> 2;
}

/** The code of the text at an address; -1 when it is missing, less when it can have none. */
export function readText(place: usize, start: usize, length: u32): i32 {
  if (load<u8>(begins + <usize>load<u8>(start)) != 0 && isMissing(start, length)) return -1;
  return codeOf(changetype<Texts>(place), start, length);
}

function isMissing(start: usize, length: u32): bool {
  let at = missing;
  while (at < missingEnd) {
    const size = load<u32>(at);
    at += 4;
    if (size == length && memory.compare(at, start, length) == 0) return true;
    at += size;
  }
  return false;
}

// @ts-ignore: decorator
@inline
function codeOf(texts: Texts, start: usize, length: u32): i32 {
  return length <= 16 ? codeOfShort(texts, start, length) : codeOfLong(texts, start, length);
}

/** Of a text that fits a vector: looked for, compared and added as one. */
// @ts-ignore: decorator
@inline
function codeOfShort(texts: Texts, start: usize, length: u32): i32 {
  const used = v128.load(MASKS + 16 - <usize>length);
  const text = v128.and(v128.load(start), used);
  const hash = hashOf(i64x2.extract_lane(text, 0), i64x2.extract_lane(text, 1), length);
  const mask = texts.slots - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const at = texts.table + (<usize>slot << 3);
    const entry = load<u32>(at);
    if (entry == 0) break;
    if (load<u32>(at, 4) != hash) continue;
    const end = texts.ends + (<usize>entry << 2) - 4;
    const from = load<u32>(end);
    const known = v128.and(v128.load(texts.bytes + from), used);
    if (load<u32>(end, 4) - from == length && !v128.any_true(v128.xor(known, text))) return entry - 1;
  }
  if (i8x16.bitmask(text) != 0 && !isUTF8(start, start + length)) return INVALID;
  if (!makeRoom(texts, length)) return FULL;
  v128.store(texts.bytes + load<u32>(texts.ends + (<usize>texts.entries << 2)), text);
  return add(texts, length, hash);
}

function codeOfLong(texts: Texts, start: usize, length: u32): i32 {
  let first: u64 = 0;
  let at = start;
  for (let left = length; left > 8; left -= 8, at += 8) first = mixed(first ^ load<u64>(at));
  const hash = hashOf(first, load<u64>(start + length - 8), length);
  const mask = texts.slots - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const at = texts.table + (<usize>slot << 3);
    const entry = load<u32>(at);
    if (entry == 0) break;
    if (load<u32>(at, 4) == hash && isAt(texts, entry - 1, start, length)) return entry - 1;
  }
  if (!isUTF8(start, start + length)) return INVALID;
  if (!makeRoom(texts, length)) return FULL;
  memory.copy(texts.bytes + load<u32>(texts.ends + (<usize>texts.entries << 2)), start, length);
  return add(texts, length, hash);
}

function isAt(texts: Texts, entry: u32, start: usize, length: u32): bool {
  const end = texts.ends + (<usize>entry << 2);
  const from = load<u32>(end);
  if (load<u32>(end, 4) - from != length) return false;
  const known = texts.bytes + from;
  for (let i: usize = 0; i + 8 < length; i += 8) if (load<u64>(known + i) != load<u64>(start + i)) return false;
  return load<u64>(known + length - 8) == load<u64>(start + length - 8);
}

// @ts-ignore: decorator
@inline
function hashOf(first: u64, second: u64, length: u32): u32 {
  const hash = mixed(mixed(first ^ length) ^ second);
  return <u32>hash;
}

// @ts-ignore: decorator
@inline
function mixed(bits: u64): u64 {
  const product = bits * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}

/** Makes room for one more entry of so many bytes; false when memory is used up. */
// @ts-ignore: decorator
@inline
function makeRoom(texts: Texts, length: u32): bool {
  const entry = texts.entries;
  const from = load<u32>(texts.ends + (<usize>entry << 2));
  if (entry == texts.mostEntries || <u64>from + length > texts.mostBytes || entry * 8 >= texts.slots * 5) {
    return enlarge(texts, from, length);
  }
  return true;
}

function enlarge(texts: Texts, from: u32, length: u32): bool {
  const entry = texts.entries;
  if (entry == texts.mostEntries) {
    const ends = allocate((<usize>entry * 2 + 1) * 4);
    if (ends == 0) return false;
    memory.copy(ends, texts.ends, (<usize>entry + 1) * 4);
    texts.ends = ends;
    texts.mostEntries = entry * 2;
  }
  if (<u64>from + length > texts.mostBytes) {
    const most = max<u64>(<u64>texts.mostBytes * 2, <u64>from + length);
    const bytes: usize = most > 0x7fffffff ? 0 : allocate(<usize>most);
    if (bytes == 0) return false;
    memory.copy(bytes, texts.bytes, from);
    texts.bytes = bytes;
    texts.mostBytes = <u32>most;
  }
  return entry * 8 < texts.slots * 5 || rehash(texts);
}

/** Makes an entry of the bytes that were put behind those of the others; its code. */
// @ts-ignore: decorator
@inline
function add(texts: Texts, length: u32, hash: u32): i32 {
  const entry = texts.entries;
  const end = texts.ends + (<usize>entry << 2);
  store<u32>(end, load<u32>(end) + length, 4);
  place(texts.table, texts.slots - 1, entry + 1, hash);
  texts.entries = entry + 1;
  return entry;
}

/** Puts an entry in the first free slot for its hash. */
function place(table: usize, mask: u32, number: u32, hash: u32): void {
  let slot = hash & mask;
  while (load<u32>(table + (<usize>slot << 3)) != 0) slot = (slot + 1) & mask;
  store<u32>(table + (<usize>slot << 3), number);
  store<u32>(table + (<usize>slot << 3), hash, 4);
}

/** More slots: as many as the rows may need when most texts so far were new ones, else four times or twice as many. */
function rehash(texts: Texts): bool {
  let slots = texts.slots * (texts.slots < 65536 ? 4 : 2);
  const isNew = texts.entries > 4096 && texts.entries > texts.rows / 4 * 3;
  while (isNew && <u64>slots * 5 < <u64>texts.likelyRows * 8) slots *= 2;
  const table = allocate(<usize>slots * 8);
  if (table == 0) return false;
  memory.fill(table, 0, <usize>slots * 8);
  for (let from = texts.table, to = from + <usize>texts.slots * 8; from < to; from += 8) {
    const number = load<u32>(from);
    if (number != 0) place(table, slots - 1, number, load<u32>(from, 4));
  }
  texts.table = table;
  texts.slots = slots;
  return true;
}

/** Whether bytes are UTF-8, by table 3-7 of the Unicode standard. */
function isUTF8(start: usize, end: usize): bool {
  let i = start;
  while (true) {
    while (i + 8 <= end && (load<u64>(i) & 0x8080808080808080) == 0) i += 8;
    while (i < end && load<u8>(i) < 0x80) i++;
    if (i >= end) return true;
    const lead: u32 = load<u8>(i);
    const next: u32 = i + 1 < end ? load<u8>(i, 1) : 0;
    let follow = 1;
    let low: u32 = 0x80;
    let high: u32 = 0xbf;
    if (lead < 0xc2 || lead > 0xf4) return false;
    if (lead >= 0xe0) {
      follow = lead >= 0xf0 ? 3 : 2;
      if (lead == 0xe0) low = 0xa0;
      if (lead == 0xed) high = 0x9f;
      if (lead == 0xf0) low = 0x90;
      if (lead == 0xf4) high = 0x8f;
    }
    if (next < low || next > high || i + follow >= end) return false;
    for (let k = 2; k <= follow; k++) if ((load<u8>(i + k) & 0xc0) != 0x80) return false;
    i += follow + 1;
  }
}
