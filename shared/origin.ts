/**
 * What every payload of a server says of itself.
 *
 * @module
 */

/** When and by whom, as every payload says; old servers leave parts out. */
export interface Origin {
  /** When, in milliseconds since 1970; missing when it cannot be told. */
  readonly time?: number;
  /** The `timestamp` as it came, for servers whose form is not known. */
  readonly timestamp: string;
  /** Who; missing when the server left it out. */
  readonly sender?: string;
}
