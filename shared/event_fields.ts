/**
 * The fields of what a server sends, read one by one out of unknown JSON: what
 * is of another kind counts as missing.
 *
 * @module
 */

import type { Fields } from "./fields.ts";
import type { Origin } from "./origin.ts";
import { readTimestamp } from "./timestamp.ts";

/** Returns when and by whom. */
export function originOf(fields: Fields): Origin {
  const raw = fields.timestamp;
  return {
    timestamp: plain(raw),
    ...optional("time", readTimestamp(raw)),
    ...optional("sender", textOf(fields.sender) ?? textOf(fields.name)),
  };
}

/** Any JSON as text that a person can read. */
export function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(shallow).join(", ");
  return shallow(value);
}

function shallow(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value);
  } catch {
    return "..."; // nested too deep for the stack: no text for people either
  }
}

/** Returns the id of the request that is answered, where there is one. */
export function idOf(fields: Fields): { id?: string } {
  return optional("id", textOf(fields.id));
}

/** Returns a text; nothing for any other value. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Returns a number; nothing for any other value. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Returns a field that is true; nothing for any other value. */
export function trueOf<K extends string>(
  fields: Fields,
  key: K,
): { [key in K]?: true } {
  return optional(key, fields[key] === true ? true : undefined);
}

/** Returns true or false; nothing for any other value. */
export function switchOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** Returns a list of texts; an empty one for what is no list. */
export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(plain) : [];
}

/** Returns a field to spread; none without a value. */
export function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): { [key in K]?: V } {
  const fields: { [key in K]?: V } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}

/** Returns what a text says in JSON, or something else where it is none. */
export function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
