/** A feature's share of the impurity that a model's splits took away; the shares of a model add up to 1. */
export interface Importance {
  readonly feature: string;
  readonly importance: number;
}

/** How much each feature matters to a model, the most important first. Shows itself in a notebook. */
export class Importances {
  readonly features: readonly Importance[];

  /** @internal Made by `evaluate`. */
  constructor(names: readonly string[], importances: ArrayLike<number>) {
    this.features = names
      .map((feature, i) => ({ feature, importance: importances[i] }))
      .sort((a, b) => b.importance - a.importance);
  }

  [Symbol.iterator](): Iterator<Importance> {
    return this.features[Symbol.iterator]();
  }
}
