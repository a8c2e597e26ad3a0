import { OptionError } from "../errors.js";
import type { OptionRule } from "../options.js";
import type { Label } from "./labels.js";
import { showLabel } from "./labels.js";

export const labelRule: OptionRule = {
  takes: "a string, a whole number or a boolean",
  test: (value) => typeof value === "string" || typeof value === "boolean" || Number.isInteger(value),
};

export const labelsRule: OptionRule = {
  takes: "an array of at least one label (a string, a whole number or a boolean)",
  test: (value) => Array.isArray(value) && value.length > 0 && value.every(labelRule.test),
};

export const sampleWeightRule: OptionRule = {
  takes: "a Series or an array of one number a row",
  test: (value) => typeof value === "object" && value !== null,
};

export const zeroDivisionRule: OptionRule = {
  takes: '"warn", 0, 1 or NaN',
  test: (value) => value === "warn" || value === 0 || value === 1 || Number.isNaN(value),
};

/**
 * Requires that labels a user chose are of the kind that the data have, so that "1" and 1 are not taken for two classes.
 *
 * @throws {OptionError} a chosen label is of another kind.
 */
export function requireSameKind(
  owner: string,
  option: string,
  chosen: readonly Label[],
  present: readonly Label[],
): void {
  const odd = chosen.find((label) => typeof label !== typeof present[0]);
  if (odd === undefined) return;
  throw new OptionError(
    `${owner}: option "${option}" has the ${typeof odd} ${showLabel(odd)}, but the labels are ` +
      `${typeof present[0]}s: ${listLabels(present)}.`,
    { option, value: odd },
  );
}

/** The first few labels, as an error message lists them. */
export function listLabels(labels: readonly Label[]): string {
  const listed = labels.slice(0, 10).map(showLabel).join(", ");
  return labels.length > 10 ? `${listed} and ${labels.length - 10} more` : listed;
}
