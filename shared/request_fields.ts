/**
 * The fields of a request, read one by one out of unknown JSON.
 *
 * @module
 */

import { ChatError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { checkCharacters } from "./text.ts";

/** Most messages one page may ask for. */
export const MAX_PAGE = 1000;

const MAX_TOKEN_LENGTH = 128;

/**
 * Returns a text that has to be there.
 *
 * @throws {ChatError} `bad_request`.
 */
export function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== "string") {
    throw new ChatError("bad_request", `Cannot go on without a text: ${key}`);
  }
  return value;
}

/**
 * Reads a text of at most 128 characters, where it is there.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function shortTextOf<K extends string>(
  fields: Fields,
  key: K,
): { [key in K]?: string } {
  const texts: { [key in K]?: string } = {};
  const given = fields[key] ?? undefined;
  if (given === undefined) return texts;
  texts[key] = tokenOf(fields, key);
  return texts;
}

/**
 * Returns a text of at most 128 characters that has to be there.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function tokenOf(fields: Fields, key: string): string {
  const text = textOf(fields, key);
  if (text.length > MAX_TOKEN_LENGTH) {
    throw new ChatError("bad_request", `Cannot use a ${key} this long`);
  }
  checkCharacters(text);
  return text;
}

/**
 * Reads what is on or off, as far as it is there.
 *
 * @throws {ChatError} `bad_request`.
 */
export function switchesOf<K extends string>(
  fields: Fields,
  keys: readonly K[],
): { [key in K]?: boolean } {
  const switches: { [key in K]?: boolean } = {};
  for (const key of keys) {
    const value = fields[key] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== "boolean") {
      throw new ChatError(
        "bad_request",
        `Cannot use this ${key}: expected true or false`,
      );
    }
    switches[key] = value;
  }
  return switches;
}

/**
 * Reads how many of the newest messages are wanted, at most 1,000.
 *
 * @throws {ChatError} `bad_request`.
 */
export function historyOf(fields: Fields): { history?: number } {
  const { history } = numbersOf(fields, ["history"]);
  return history === undefined ? {} : { history: Math.min(history, MAX_PAGE) };
}

/**
 * Reads how many messages at most, 1 to 1,000; more counts as that.
 *
 * @throws {ChatError} `bad_request`.
 */
export function limitOf(fields: Fields): { limit?: number } {
  const { limit } = numbersOf(fields, ["limit"]);
  if (limit === undefined) return {};
  if (limit < 1) throw new ChatError("bad_request", "Cannot use a limit of 0");
  return { limit: Math.min(limit, MAX_PAGE) };
}

/**
 * Reads the named whole numbers, 0 or above, that are there.
 *
 * @throws {ChatError} `bad_request`.
 */
export function numbersOf<K extends string>(
  fields: Fields,
  keys: readonly K[],
): { [key in K]?: number } {
  const numbers: { [key in K]?: number } = {};
  for (const key of keys) {
    const value = fields[key] ?? undefined;
    if (value === undefined) continue;
    if (!isCount(value)) {
      throw new ChatError(
        "bad_request",
        `Cannot use this ${key}: expected a whole number, 0 or above`,
      );
    }
    numbers[key] = value;
  }
  return numbers;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
