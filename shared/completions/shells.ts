/**
 * The shells there are completions for. Apart from the scripts, which help need
 * not load.
 *
 * @module
 */

/** Shells by the name of their program. */
export const SHELLS = ["bash", "fish", "zsh"] as const;
