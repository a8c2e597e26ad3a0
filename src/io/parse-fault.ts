/** Something wrong at a place in a block's bytes. Whoever knows the file makes an error of the format of it, with the line. */
export class ParseFault extends Error {
  constructor(
    message: string,
    /** Position in the bytes that were parsed. */
    readonly at: number,
    readonly cell: { column?: string; value?: string } = {},
  ) {
    super(message);
  }
}
