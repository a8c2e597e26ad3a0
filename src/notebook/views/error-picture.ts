import type { ErrorMeasure } from "../../engine/follow-tasks.js";
import { errorText } from "../../metrics/regression-evaluation.js";
import { type Html, html } from "../html.js";
import { type Picture, picture } from "../svg.js";
import { countOf } from "../text.js";
import { pathOf, strokes } from "../unit-chart.js";

const [left, top, width, height] = [70, 14, 360, 160];

/** The error of the last of these forests, in words. */
export function curveText(errors: readonly number[], measure: ErrorMeasure): string {
  const last = errors.at(-1) as number;
  return `Out-of-bag ${measure}: ${measured(last, measure)} with ${countOf(errors.length, "tree")}`;
}

/** An error as a share of rows, "4.1 %", or in the unit of y. */
export function measured(error: number, measure: ErrorMeasure): string {
  if (Number.isNaN(error)) return "not defined";
  return measure === "error" ? `${(100 * error).toFixed(1)} %` : errorText(error);
}

/**
 * How the out-of-bag error falls as a forest grows.
 *
 * @param errors - of the first 1, 2, … trees.
 * @param trees - how many trees the axis has room for.
 */
export function errorPicture(errors: readonly number[], measure: ErrorMeasure, trees = errors.length): Picture {
  const known = errors.map((error, i) => [i, error] as const).filter(([, error]) => !Number.isNaN(error));
  const greatest = Math.max(...known.map(([, error]) => error), measure === "error" ? 0.001 : 0);
  const most = greatest > 0 ? roundUp(greatest) : 1;
  const x = (tree: number): number => left + (width * tree) / Math.max(1, trees - 1);
  const y = (error: number): number => top + height * (1 - error / most);
  const path = pathOf(known.map(([i, error]) => [x(i), y(error)] as const));
  const drawn = [
    ...levels(most, y, measure),
    html`<path d="M${left} ${top}v${height}h${width}" fill="none" stroke="#57606a"/>`,
    html`<path fill="none" stroke-linejoin="round" stroke="${strokes[0].colour}" stroke-width="2" d="${path}"/>`,
    html`<text x="${left}" y="${top + height + 18}" text-anchor="middle">1</text>`,
    html`<text x="${left + width}" y="${top + height + 18}" text-anchor="middle">${trees}</text>`,
    html`<text x="${left + width / 2}" y="${top + height + 18}" text-anchor="middle" font-weight="bold">trees</text>`,
    html`<text transform="translate(16 ${top + height / 2}) rotate(-90)" text-anchor="middle" font-weight="bold">out-of-bag ${measure}</text>`,
  ];
  return picture(left + width + 24, top + height + 28, `${curveText(errors, measure)}.`, drawn);
}

function levels(most: number, y: (error: number) => number, measure: ErrorMeasure): Html[] {
  return [0, 0.5, 1].map((share) => {
    const at = Math.round(y(share * most));
    return html`<path d="M${left} ${at}h${width}" stroke="#e4e7eb"/><text x="${left - 8}" y="${at + 4}" text-anchor="end">${levelText(share * most, measure)}</text>`;
  });
}

/** An error of few digits beside the axis, where there is room for about six. */
function levelText(error: number, measure: ErrorMeasure): string {
  const number = (value: number): number => Number(value.toPrecision(2));
  if (measure === "error") return `${number(100 * error)} %`;
  return error < 1e6 ? String(number(error)) : number(error).toExponential();
}

/** The next number of one digit that is even, so that half of it is short too. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return (Math.ceil(value / unit / 2) * 2 || 2) * unit;
}
