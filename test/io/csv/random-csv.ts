import fc from "fast-check";

/** Rows of text made of these pieces, quoted where they must be and here and there besides. */
const csvTextOf = (...pieces: readonly string[]) =>
  fc
    .record({
      fields: fc.integer({ min: 1, max: 4 }),
      newline: fc.constantFrom("\n", "\r\n"),
      ends: fc.boolean(),
      cells: fc.array(
        fc.tuple(
          fc
            .array(fc.constantFrom(...pieces), {
              maxLength: 5,
            })
            .map((parts) => parts.join("")),
          fc.boolean(),
        ),
        { minLength: 4, maxLength: 24 },
      ),
    })
    .map(({ fields, newline, ends, cells }) => {
      const written = cells.map(([cell, quoted]) =>
        quoted || cell.trim() === "" || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
      );
      const rows = Array.from({ length: Math.floor(cells.length / fields) }, (_, i) =>
        written.slice(i * fields, (i + 1) * fields).join(","),
      );
      return { fields, newline, text: rows.join(newline) + (ends ? newline : "") };
    });

const inLine = ["a", "7", ".", "-", '"', ",", "\r", " ", "#", "é", "😀"];

export const csvText = csvTextOf(...inLine, "\n", "\r\n");

/** The same without newlines in cells. */
export const csvLines = csvTextOf(...inLine);
