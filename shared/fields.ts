/**
 * The fields of unknown JSON, to be read one by one.
 *
 * @module
 */

/** The fields of an object as they came, not read yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Tells whether a value is an object, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the fields of an object; none of whatever else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
