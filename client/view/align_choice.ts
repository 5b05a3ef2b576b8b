/**
 * When the texts of a window begin in one column. Light enough for help to
 * import.
 *
 * @module
 */

/** When texts begin in one column; `auto`: in windows wide enough. */
export const ALIGN_CHOICES = ["auto", "always", "never"] as const;

/** One of {@linkcode ALIGN_CHOICES}. */
export type AlignChoice = typeof ALIGN_CHOICES[number];

/** From so many cells on `auto` aligns. */
export const AUTO_COLUMNS = 70;
