/**
 * The fields of a stored record, read one by one: what is not as it was written
 * is damaged, or another program's.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";

/** The fields of a record. */
export type RecordFields = { readonly [key: string]: Json };

/** A record is not what it should be. */
export class RecordDamage extends Error {
  /** Names the class in logs. */
  override readonly name = "RecordDamage";
}

/**
 * Returns the fields of a record.
 *
 * @throws {RecordDamage} when it is no object.
 */
export function fieldsOf(value: Json): RecordFields {
  if (isList(value) || typeof value !== "object" || value === null) {
    throw new RecordDamage("it has no fields");
  }
  return value;
}

/** Returns a text; @throws {RecordDamage} where there is none. */
export function text(fields: RecordFields, key: string): string {
  const value = fields[key];
  if (typeof value === "string") return value;
  throw new RecordDamage(`"${key}" is no text`);
}

/** Returns a text, or nothing where the field is missing. */
export function optionalText(
  fields: RecordFields,
  key: string,
): string | undefined {
  return fields[key] === undefined ? undefined : text(fields, key);
}

/** Returns a whole number from 0; @throws {RecordDamage} where there is none. */
export function count(fields: RecordFields, key: string): number {
  return checkedCount(fields[key], key);
}

/** Returns a whole number from 0, or nothing where the field is missing. */
export function optionalCount(
  fields: RecordFields,
  key: string,
): number | undefined {
  return fields[key] === undefined ? undefined : count(fields, key);
}

/** Returns whether a field is there and true. */
export function flag(fields: RecordFields, key: string): boolean {
  return fields[key] === true;
}

/** Returns one of a few words; @throws {RecordDamage} for any other. */
export function word<T extends string>(
  fields: RecordFields,
  key: string,
  words: readonly T[],
): T {
  const found = words.find((word) => word === fields[key]);
  if (found !== undefined) return found;
  throw new RecordDamage(`"${key}" is none of ${words.join(", ")}`);
}

/** Returns a list; an empty one where the field is missing. */
export function list(fields: RecordFields, key: string): readonly Json[] {
  const value = fields[key] ?? [];
  if (isList(value)) return value;
  throw new RecordDamage(`"${key}" is no list`);
}

/** Returns a list of whole numbers from 0. */
export function counts(fields: RecordFields, key: string): readonly number[] {
  return list(fields, key).map((value) => checkedCount(value, key));
}

/** Returns a whole number from 0. */
export function checkedCount(value: Json | undefined, key: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new RecordDamage(`"${key}" is no whole number from 0`);
}

/** `Array.isArray` does not see that a list may be readonly. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
