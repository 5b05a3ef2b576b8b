/**
 * What is left of an entry that was erased: its place in the order and its time,
 * so that seqs have no holes; nobody reads it.
 *
 * @module
 */

import { NOWHERE } from "./conversation.ts";
import type { Entry } from "./log.ts";

/** Returns what is left of an entry. */
export function blankOf({ seq, time }: Entry): Entry {
  const target = { room: NOWHERE };
  return {
    seq,
    time,
    conversation: NOWHERE,
    target,
    author: "",
    by: 0,
    text: "",
  };
}

/** Returns whether an entry was erased. */
export function isBlank({ conversation }: Entry): boolean {
  return conversation === NOWHERE;
}
