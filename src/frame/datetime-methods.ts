import { OptionError } from "../errors.js";
import { units } from "./expression/datetime.js";
import { refuseOptions } from "./refuse-options.js";
import type { ApplyFunction } from "./text-methods.js";

/**
 * Parts of a column of datetimes, as `series.dt`, in UTC and as int32 where nothing else is said. Lazy, like all of a Series. Missing stays missing.
 * As in pandas, not as in danfo, months count from 1 and the days of the week from 0 for Monday.
 */
export class DatetimeMethods<S> {
  readonly #apply: ApplyFunction<S>;

  /** @internal */
  constructor(apply: ApplyFunction<S>) {
    this.#apply = apply;
  }

  year(): S {
    return this.#apply("dt.year", "year");
  }

  month(): S {
    return this.#apply("dt.month", "month");
  }

  /** Text: "January" to "December". */
  monthName(): S {
    return this.#apply("dt.monthName", "monthName");
  }

  /** 1 to 4. */
  quarter(): S {
    return this.#apply("dt.quarter", "quarter");
  }

  /** 28 to 31. */
  daysInMonth(): S {
    return this.#apply("dt.daysInMonth", "daysInMonth");
  }

  /** The week of ISO 8601, 1 to 53; the first days of January may be in the last week of the year before. */
  weekOfYear(): S {
    return this.#apply("dt.weekOfYear", "weekOfYear");
  }

  dayOfMonth(): S {
    return this.#apply("dt.dayOfMonth", "dayOfMonth");
  }

  hours(): S {
    return this.#apply("dt.hours", "hours");
  }

  minutes(): S {
    return this.#apply("dt.minutes", "minutes");
  }

  seconds(): S {
    return this.#apply("dt.seconds", "seconds");
  }

  /** 0 for Monday to 6 for Sunday. */
  dayOfWeek(): S {
    return this.#apply("dt.dayOfWeek", "dayOfWeek");
  }

  /** Text: "Monday" to "Sunday". */
  dayOfWeekName(): S {
    return this.#apply("dt.dayOfWeekName", "dayOfWeekName");
  }

  /** 1 to 366. */
  dayOfYear(): S {
    return this.#apply("dt.dayOfYear", "dayOfYear");
  }

  /** Datetimes: the beginnings of the days. */
  date(): S {
    return this.floor("day");
  }

  /** Datetimes cut off to whole days, hours, minutes or seconds. */
  floor(unit: "day" | "hour" | "minute" | "second"): S {
    if (!units.has(unit)) {
      throw new OptionError(`dt.floor takes "day", "hour", "minute" or "second", but got ${String(unit)}.`, {
        option: "unit",
        value: unit,
      });
    }
    return this.#apply("dt.floor", "floor", [unit]);
  }
}

refuseOptions(DatetimeMethods, {}, "dt.");
