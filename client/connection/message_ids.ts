/**
 * Ids that no other client will ever make.
 *
 * @module
 */

const PREFIX_BYTES = 16;

/** Options for {@linkcode makeIds}. */
export interface IdOptions {
  /**
   * Fills the array with random bytes; tests pass their own.
   *
   * @default {crypto.getRandomValues}
   */
  readonly fill?: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Makes a source of ids: 128 random bits once, then a counter. */
export function makeIds(
  { fill = (bytes) => crypto.getRandomValues(bytes) }: IdOptions = {},
): () => string {
  const bytes = new Uint8Array(PREFIX_BYTES);
  fill(bytes);
  const prefix = bytes.toHex();
  let count = 0;
  return () => `${prefix}.${++count}`;
}
