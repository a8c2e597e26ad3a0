/** Of which input of a join a column is, the kept one or the other, and its name there. Keys are of both. */
export interface JoinColumn {
  readonly side: "key" | "kept" | "other";
  readonly name: string;
}
