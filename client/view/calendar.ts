/**
 * Times and days in words, as the user's locale counts hours.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";

/** Options for {@linkcode Calendar}. */
export interface CalendarOptions {
  /**
   * Whether the clock starts again at noon.
   *
   * @default {false}
   */
  readonly hour12?: boolean;
  /**
   * Time zone by its IANA name.
   *
   * @default the one of this machine
   */
  readonly timeZone?: string | undefined;
}

/** Tells the time of day, the day, and both in full. */
export class Calendar {
  readonly #clock: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #full: Intl.DateTimeFormat;

  /** Makes a calendar for one place. */
  constructor({ hour12 = false, timeZone }: CalendarOptions = {}) {
    const zone = timeZone === undefined ? {} : { timeZone };
    // English words, as everywhere in the program; only the hours differ.
    const hours = { hour: "2-digit", minute: "2-digit" } as const;
    const cycle = { hourCycle: hour12 ? "h12" : "h23" } as const;
    this.#clock = new Intl.DateTimeFormat("en-US", {
      ...hours,
      ...cycle,
      ...zone,
    });
    this.#date = new Intl.DateTimeFormat("en-GB", {
      dateStyle: "full",
      ...zone,
    });
    this.#full = new Intl.DateTimeFormat("en-US", {
      ...hours,
      ...cycle,
      second: "2-digit",
      timeZoneName: "short",
      ...zone,
    });
  }

  /** Returns the time of day, always as long: `13:05` or `01:05 PM`. */
  clock(time: number): string {
    return plainBlanks(this.#clock.format(time));
  }

  /** Returns the day: `Sunday, 22 November 2026`. */
  day(time: number): string {
    return this.#date.format(time);
  }

  /** Returns the day, and the time to the second with its zone. */
  full(time: number): string {
    return `${this.day(time)}, ${plainBlanks(this.#full.format(time))}`;
  }

  /** Returns the time of day, with the day where that is not `now`'s. */
  since(time: number, now: number): string {
    const [day, clock] = [this.day(time), this.clock(time)];
    return day === this.day(now) ? clock : `${day}, ${clock}`;
  }
}

/** Tells whether the user's locale counts hours from 1 to 12, twice a day. */
export function countsTo12({ LC_ALL, LC_TIME, LANG }: Environment): boolean {
  const [locale = ""] = (LC_ALL || LC_TIME || LANG || "").split(/[.@]/);
  // "C" and "POSIX" are no languages; their clocks count to 24.
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(locale)) return false;
  const tag = locale.replace("_", "-");
  if (Intl.DateTimeFormat.supportedLocalesOf(tag).length === 0) return false;
  const format = new Intl.DateTimeFormat(tag, { hour: "numeric" });
  return format.resolvedOptions().hour12 ?? false;
}

/** Some versions of the locale data use a narrow blank before AM and PM. */
function plainBlanks(text: string): string {
  return text.replace(/\s/gu, " ");
}
