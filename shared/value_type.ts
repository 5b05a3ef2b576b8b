/**
 * Types of the values that flags take: how each is read, and what help, errors
 * and shells say of it.
 *
 * @module
 */

import { format as formatDuration } from "@std/fmt/duration";
import { parseDuration } from "./duration.ts";

/** The type of a value. */
export interface ValueType<T> {
  /** What a value is called in help; "" for a switch, which needs none. */
  readonly placeholder: string;
  /** What is allowed, to follow "expected". */
  readonly expected: string;
  /** What is to be written instead of a text that is not allowed, if known. */
  readonly instead?: (text: string) => string | undefined;
  /** What of its range the placeholder does not say, for help. */
  readonly range?: string;
  /** All values there are, where that is a fixed set. */
  readonly choices?: readonly string[];
  /** What is completed where a value is a path. */
  readonly path?: "file" | "folder";
  /** Returns the value a text stands for; nothing when it is not allowed. */
  readonly read: (text: string) => T | undefined;
}

/** On or off. */
export const SWITCH: ValueType<boolean> = {
  placeholder: "",
  expected: "true or false",
  read: (text) => SWITCH_WORDS.get(text.toLowerCase()),
};

const SWITCH_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...["1", "true", "yes", "on"].map((word) => [word, true] as const),
  ...["0", "false", "no", "off"].map((word) => [word, false] as const),
]);

/** Any text but none. */
export function text(placeholder: string): ValueType<string> {
  return {
    placeholder,
    expected: "some text",
    read: (text) => text || undefined,
  };
}

/** The path of a file. */
export const FILE: ValueType<string> = { ...text("FILE"), path: "file" };

/** The path of a folder. */
export const FOLDER: ValueType<string> = { ...text("DIR"), path: "folder" };

/**
 * A whole number.
 *
 * @param range The smallest, 0 by default, and the largest that is allowed.
 */
export function count(
  { min = 0, max = Number.MAX_SAFE_INTEGER }: {
    readonly min?: number;
    readonly max?: number;
  } = {},
  placeholder = "N",
): ValueType<number> {
  const isBounded = max < Number.MAX_SAFE_INTEGER;
  return {
    placeholder,
    expected: isBounded
      ? `a whole number from ${min} to ${max}`
      : `a whole number, ${min} or above`,
    ...(isBounded ? { range: `${min} to ${max}` } : {}),
    read: (text) => within(/^\d+$/.test(text) ? Number(text) : NaN, min, max),
  };
}

/** A port to listen on; 0 stands for any free one. */
export const PORT: ValueType<number> = {
  placeholder: "PORT",
  expected: "a whole number from 0 to 65535",
  read: count({ max: 65_535 }).read,
};

/**
 * A length of time in milliseconds, above 0.
 *
 * @param options The longest that is allowed, and what longer ones are taken
 * for, both in milliseconds; whether a number without a unit is seconds, and
 * not refused.
 */
export function duration(
  { max = Infinity, capMs = max, bareSeconds = false }: {
    readonly max?: number;
    readonly capMs?: number;
    readonly bareSeconds?: boolean;
  } = {},
): ValueType<number> {
  const range = max < Infinity
    ? `at most ${formatDuration(max, { ignoreZero: true })}`
    : undefined;
  return {
    placeholder: "DURATION",
    expected: `a time such as 30s or 5m${range ? `, ${range}` : ""}`,
    ...(range ? { range } : {}),
    read: (text) => {
      const hasUnit = bareSeconds || /[a-z]$/.test(text);
      const ms = within(hasUnit ? parseDuration(text) : undefined, 1, max);
      return ms && Math.min(ms, capMs);
    },
  };
}

const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
]);

/** A size in bytes, at least so many megabytes. */
export function size(leastMb: number): ValueType<number> {
  const range = `at least ${leastMb}MB`;
  return {
    placeholder: "SIZE",
    expected: `a size such as 500MB, ${range}`,
    range,
    read: (text) => {
      const [, number, unit = ""] = /^(\d+)([KMG]B)$/i.exec(text) ?? [];
      const bytes = Number(number) * (UNIT_BYTES.get(unit.toUpperCase()) ?? 0);
      return within(bytes, leastMb * 1e6, Number.MAX_SAFE_INTEGER);
    },
  };
}

/** One word of a set. */
export function choice<const T extends string>(
  choices: readonly T[],
): ValueType<T> {
  return {
    placeholder: choices.join("|"),
    expected: `one of ${choices.join(", ")}`,
    choices,
    read: (text) => choices.find((choice) => choice === text),
  };
}

/** A value of a type, or a word that stands for its absence, null. */
export function orWord<T>(
  word: string,
  type: ValueType<T>,
): ValueType<T | null> {
  return {
    ...type,
    expected: `${word}, or ${type.expected}`,
    read: (text) => text === word ? null : type.read(text),
  };
}

/** The value if it is in the range; nothing otherwise. */
function within(
  value = NaN,
  min: number,
  max: number,
): number | undefined {
  return value >= min && value <= max ? value : undefined;
}
