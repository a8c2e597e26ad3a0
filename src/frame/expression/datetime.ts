import type { Column, DatetimeColumn } from "../../partition/partition.js";
import { type ColumnFunction, int32Column } from "./operand.js";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What `floor` takes, and its length in milliseconds. */
export const units: ReadonlyMap<string, number> = new Map([
  ["day", day],
  ["hour", hour],
  ["minute", minute],
  ["second", second],
]);

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Parts of datetimes, in UTC, as int32, and names in English. Months count from 1, days of the week from 0 for Monday, days of the year from 1. */
export const datetime: Readonly<Record<string, ColumnFunction>> = {
  year: part((time) => new Date(time).getUTCFullYear()),
  month: part((time) => new Date(time).getUTCMonth() + 1),
  dayOfMonth: part((time) => new Date(time).getUTCDate()),
  hours: part((time) => within(time, day, hour)),
  minutes: part((time) => within(time, hour, minute)),
  seconds: part((time) => within(time, minute, second)),
  dayOfWeek: part(dayOfWeek),
  quarter: part((time) => Math.floor(new Date(time).getUTCMonth() / 3) + 1),
  weekOfYear: part(weekOf),
  daysInMonth: part((time) => {
    const date = new Date(time);
    return new Date(new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  }),
  monthName: names(months, (time) => new Date(time).getUTCMonth()),
  dayOfWeekName: names(days, dayOfWeek),
  dayOfYear: part((time) => Math.floor(time / day) - Math.floor(startOfYear(time) / day) + 1),
  floor: {
    takes: "datetimes",
    dtype: ([dtype]) => (dtype === "datetime" ? "datetime" : undefined),
    run: ([column], _, [unit]): Column => {
      const length = units.get(unit as string) as number;
      const { values } = column as DatetimeColumn;
      return { dtype: "datetime", values: values.map((time) => Math.floor(time / length) * length) };
    },
  },
};

function part(of: (time: number) => number): ColumnFunction {
  return {
    takes: "datetimes",
    dtype: ([dtype]) => (dtype === "datetime" ? "int32" : undefined),
    run: ([column]) =>
      int32Column((column as DatetimeColumn).values.map((time) => (Number.isNaN(time) ? Number.NaN : of(time)))),
  };
}

/** A column of names, of which one is asked for by its place. */
function names(all: readonly string[], placeOf: (time: number) => number): ColumnFunction {
  return {
    takes: "datetimes",
    dtype: ([dtype]) => (dtype === "datetime" ? "string" : undefined),
    run: ([column]): Column => {
      const { values } = column as DatetimeColumn;
      const codes = Int32Array.from(values, (time) => (Number.isNaN(time) ? -1 : placeOf(time)));
      return { dtype: "string", codes, dictionary: all };
    },
  };
}

function dayOfWeek(time: number): number {
  return (((Math.floor(time / day) + 3) % 7) + 7) % 7;
}

/** The week of ISO 8601, which begins on Monday: the first of a year holds its first Thursday. */
function weekOf(time: number): number {
  const thursday = (Math.floor(time / day) - dayOfWeek(time) + 3) * day;
  return Math.floor((thursday - startOfYear(thursday)) / (7 * day)) + 1;
}

/** How many whole parts of length `length` have passed of the `whole` that the time is in. */
function within(time: number, whole: number, length: number): number {
  return Math.floor((time - Math.floor(time / whole) * whole) / length);
}

function startOfYear(time: number): number {
  return new Date(0).setUTCFullYear(new Date(time).getUTCFullYear());
}
