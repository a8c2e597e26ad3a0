import type { Scores } from "../../model-selection/scores.js";
import type { SearchResult } from "../../model-selection/search.js";
import type { Bundle } from "../bundle.js";
import { bundleOf, type Part } from "../parts.js";
import type { Table, TableCell } from "../table.js";
import { count, countOf, named, short } from "../text.js";

/** The most folds, candidates and options that a table shows. */
const mostFolds = 20;
const mostCandidates = 10;
const mostOptions = 6;

/** What a view needs of the scores of a cross-validation. */
export type ScoresState = Pick<Scores, "scoring" | "folds" | "mean" | "std">;

/** The scores of a cross-validation, by fold. */
export function scoresView({ scoring, folds, mean, std }: ScoresState): Bundle {
  const name = named(scoring);
  const left = folds.length - mostFolds;
  const table: Table = {
    caption: left > 0 ? `The first ${mostFolds} of ${count(folds.length)} folds` : "By fold",
    corner: "fold",
    columns: ["train rows", "test rows", name].map((label) => ({ label })),
    rows: folds.slice(0, mostFolds).map(({ train, test, score }, i) => ({
      header: String(i + 1),
      cells: [count(train), count(test), scoreCell(score)],
    })),
  };
  return bundleOf([
    { heading: "Cross-validation", detail: countOf(folds.length, "fold") },
    { facts: [[`Mean ${name}`, meanText(mean, std)]] },
    { table },
  ]);
}

/** What a view needs of a search. */
export interface SearchState {
  /** The name of its class. */
  readonly name: string;
  /** What was found; `undefined` before `fit`. */
  readonly found:
    | {
        readonly cvResults: readonly Pick<SearchResult, "params" | "mean" | "std" | "rank">[];
        readonly bestParams: object;
        readonly bestScores: ScoresState;
      }
    | undefined;
}

/** A search: the best options, and the candidates that did best. */
export function searchView({ name, found }: SearchState): Bundle {
  if (found === undefined) return bundleOf([{ heading: named(name), detail: "not fitted yet" }]);
  const { cvResults, bestParams, bestScores } = found;
  const { scoring, folds, mean, std } = bestScores;
  const facts: [string, string][] = [
    ["Candidates", `${count(cvResults.length)}, on ${countOf(folds.length, "fold")}`],
    ["Best options", listOptions(bestParams)],
    [`Its mean ${named(scoring)}`, meanText(mean, std)],
  ];
  const parts: Part[] = [{ heading: named(name), detail: "finished" }, { facts }, { table: candidateTable(found) }];
  return bundleOf(parts);
}

function candidateTable({ cvResults, bestScores }: NonNullable<SearchState["found"]>): Table {
  const ranked = [...cvResults].sort((a, b) => a.rank - b.rank).slice(0, mostCandidates);
  const options = [...new Set(cvResults.flatMap(({ params }) => Object.keys(params)))];
  const shown = options.slice(0, mostOptions);
  const lacking = options.length - shown.length;
  const some =
    ranked.length < cvResults.length
      ? `The ${ranked.length} best of ${count(cvResults.length)} candidates`
      : "Candidates, the best first";
  return {
    caption: lacking > 0 ? `${some}; ${countOf(lacking, "more option")} not shown` : some,
    corner: "rank",
    columns: [
      ...shown.map((option) => ({ label: named(option, 20), align: "left" as const })),
      { label: `mean ${named(bestScores.scoring)}` },
      { label: "deviation" },
    ],
    rows: ranked.map(({ params, mean, std, rank }) => ({
      header: String(rank),
      cells: [
        ...shown.map((option) =>
          Object.hasOwn(params, option) ? optionText((params as Record<string, unknown>)[option]) : "",
        ),
        scoreCell(mean),
        scoreText(std),
      ],
    })),
  };
}

function listOptions(params: object): string {
  const entries = Object.entries(params);
  const listed = entries.slice(0, mostOptions).map(([option, value]) => `${named(option, 20)}: ${optionText(value)}`);
  const left = entries.length - listed.length;
  return [...listed, ...(left > 0 ? [`and ${left} more`] : [])].join(", ");
}

/** A value of an option as it is typed; real numbers in four significant digits. */
function optionText(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return short(typeof value === "object" ? JSON.stringify(value) : String(value), 20) || "(empty)";
}

/** A score from 0 to 1 is tinted by its size. */
function scoreCell(score: number): TableCell {
  return { text: scoreText(score), tint: score >= 0 && score <= 1 ? score * score * 0.8 : 0 };
}

function meanText(mean: number, std: number): string {
  return Number.isNaN(mean) ? "not defined, as a fold has no score" : `${scoreText(mean)} ± ${scoreText(std)}`;
}

function scoreText(score: number): string {
  return score.toFixed(4);
}
