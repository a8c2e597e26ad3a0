/** One file of a source, as it was when the source was opened. */
export interface SourceFile {
  /** As the user named it, for messages and the column of paths. */
  readonly name: string;
  /** An absolute path, so that a later change of folder does not matter, or an http(s) address. */
  readonly path: string;
  /** Bytes as stored; infinite for an address whose server sends no parts of it. */
  readonly size: number;
  /** Is another after a change: the time of the last change, or what the server says of its version. */
  readonly version: string;
  /** How text is packed, by the file's first bytes. Positions in text count unpacked bytes. */
  readonly packing: "none" | "gzip" | "zstd";
  /** Whether text from its inside costs no more than its bytes: it is not packed, and the server sends parts. */
  readonly seekable: boolean;
}

/** Some text of one file: from `start` up to `end`, in unpacked bytes. The last block of a file that is not seekable may end beyond its text. */
export interface TextBlock {
  /** Place among the source's files. */
  readonly file: number;
  readonly start: number;
  readonly end: number;
  /** Which of the two the reader of a CSV file moves on to where a line begins; see `csv/line-edges.ts`. Default: none. */
  readonly loose?: { readonly start: boolean; readonly end: boolean };
}

/** Cuts a part of a file into blocks of equal size, none larger than `blocksize`; one, if it is not seekable. */
export function cutBlocks({ file, start, end }: TextBlock, { seekable }: SourceFile, blocksize: number): TextBlock[] {
  const count = seekable ? Math.max(1, Math.ceil((end - start) / blocksize)) : 1;
  const edge = (i: number) => start + Math.floor((i * (end - start)) / count);
  return Array.from({ length: count }, (_, i) => ({ file, start: edge(i), end: edge(i + 1) }));
}
