import { MAX_LABELS } from "../../metrics/labels.js";
import { MOST_FEATURES } from "../predict/compact-tree.js";
import type { MLNode, MLTree } from "./ml-tree.js";

/** The classes of ml-random-forest, by the names in their JSON. */
const NAMES = { RFClassifier: "RandomForestClassifier", RFRegression: "RandomForestRegression" } as const;

/**
 * The trees in the JSON of a random forest of ml-random-forest. It may come from anywhere, so every node is
 * looked at.
 *
 * @throws {TypeError} it is no such model, or damaged. @throws {RangeError} it has too many columns.
 */
export function checkMLModel(model: unknown, wanted: keyof typeof NAMES): MLTree[] {
  const { name, baseModel } = (model ?? {}) as { name?: unknown; baseModel?: Record<string, unknown> };
  const { estimators, indexes } = baseModel ?? {};
  if (name !== wanted || !Array.isArray(estimators) || estimators.length === 0 || !Array.isArray(indexes)) {
    throw new TypeError(`fromMLRandomForest takes a fitted ${NAMES[wanted]} of ml-random-forest, or its JSON.`);
  }
  return estimators.map((estimator: unknown, t) => {
    const features = checkIndexes(indexes[t], t);
    const root = (estimator as { root?: unknown } | null)?.root;
    const pending = [root];
    while (pending.length > 0)
      pending.push(...childrenOf(pending.pop(), features.length, t, wanted === "RFRegression"));
    return { root: root as MLNode, features };
  });
}

/** The features of a tree's columns. */
function checkIndexes(indexes: unknown, t: number): number[] {
  demand(Array.isArray(indexes), t, "has no list of its columns");
  for (const index of indexes as unknown[]) {
    demand(Number.isSafeInteger(index) && (index as number) >= 0, t, `is of a column ${String(index)}`);
    if ((index as number) >= MOST_FEATURES) {
      throw new RangeError(
        `Cannot take over this model: it has ${(index as number) + 1} columns; at most ${MOST_FEATURES} are possible.`,
      );
    }
  }
  return indexes as number[];
}

/** Checks a node. @returns what should be its children. */
function childrenOf(node: unknown, columns: number, t: number, numbers: boolean): unknown[] {
  demand(typeof node === "object" && node !== null, t, "lacks a node");
  const { distribution, splitColumn, splitValue, left, right } = node as Record<string, unknown>;
  if (distribution !== undefined && numbers) {
    demand(Number.isFinite(distribution), t, "has a leaf without a number");
    return [];
  }
  if (distribution !== undefined) {
    const shares: unknown = Array.isArray(distribution) ? distribution[0] : undefined;
    const isShare = (share: unknown): boolean => Number.isFinite(share) && (share as number) >= 0;
    const fine = Array.isArray(shares) && shares.length <= MAX_LABELS && shares.every(isShare);
    demand(fine && (shares as number[]).some((share) => share > 0), t, "has a leaf without the shares of its classes");
    return [];
  }
  const within = Number.isInteger(splitColumn) && (splitColumn as number) >= 0 && (splitColumn as number) < columns;
  demand(within, t, `splits a column ${String(splitColumn)}, of ${columns}`);
  demand(Number.isFinite(splitValue), t, `splits at ${String(splitValue)}`);
  return [left, right];
}

function demand(holds: boolean, t: number, otherwise: string): void {
  if (!holds) throw new TypeError(`Cannot take over this model: its tree ${t + 1} ${otherwise.slice(0, 80)}.`);
}
