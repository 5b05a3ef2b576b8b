/**
 * What becomes of a draft whose id its author's name has used before, the same
 * for every log.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import { ChatError } from "../../shared/errors.ts";
import type { Entry, Outcome } from "./log.ts";

const ID_USED = new ChatError(
  "id_used",
  "Cannot use this id again: another message was sent with it",
);

/** What was sent with an id last. */
export interface IdUse {
  readonly seq: number;
  /** The identity that sent it. */
  readonly by: number;
  /** Of what was said and where; missing where only the id is known. */
  readonly digest?: number;
}

/** What a digest is made of. */
type Saying = Pick<Entry, "by" | "conversation" | "text" | "change">;

/** Returns how an id is used by what is, or will be, at a seq. */
export function useOfId(said: Saying, seq: number): IdUse {
  const { by, conversation, text, change } = said;
  // NUL is in no text, so a text is never taken for a change.
  const what = change ? `\0${JSON.stringify(change)}` : text;
  return { seq, by, digest: crc32(`${conversation}\0${what}`) | 0 };
}

/**
 * Returns the outcome of a draft with an id that was used under the same name;
 * undefined when it is a new message, which takes the id over, because somebody
 * else has the name now.
 */
export function outcomeOfRepeat(
  draft: IdUse,
  first: IdUse,
): Outcome | undefined {
  const isSame = first.digest === undefined || first.digest === draft.digest;
  if (isSame) return { kind: "duplicate", seq: first.seq };
  return draft.by === first.by
    ? { kind: "refused", error: ID_USED }
    : undefined;
}
