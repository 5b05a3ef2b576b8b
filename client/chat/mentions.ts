/**
 * Who is named in a text, and what of all that is said may be worth a sound.
 *
 * @module
 */

import type { MessageEvent } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";

/** A name in a text, by the UTF-16 units it stands at. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  /** The name as it is written there. */
  readonly name: string;
}

/** What somebody else said. */
export interface Alert {
  /** Where; "" on servers that do not say. */
  readonly room: string;
  /** As the server wrote it. */
  readonly sender: string;
  readonly text: string;
  /** Whether it names who reads. */
  readonly isMention: boolean;
}

const WORD = /[\p{L}\p{N}_]+/gu;
/** What would make a name part of a longer word. */
const INSIDE_WORD = "[\\p{L}\\p{N}_]";

/** Finds one name where it stands as a word, in any case. */
export class NameFinder {
  /** The name, folded. */
  readonly folded: string;
  readonly #pattern: RegExp;

  /** Prepares to look for `name`. */
  constructor(name: string) {
    this.folded = foldName(name);
    const word = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    this.#pattern = new RegExp(
      `(?<!${INSIDE_WORD})${word}(?!${INSIDE_WORD})`,
      "giu",
    );
  }

  /** Returns every place of the name in a text. */
  find(text: string): readonly Mention[] {
    return Array.from(text.matchAll(this.#pattern), mentionAt)
      .filter(({ name }) => name !== "");
  }

  /** Tells whether the name is in a text. */
  isIn(text: string): boolean {
    return this.find(text).length > 0;
  }
}

/** Finds people where their names stand as words. */
export function findPeople(
  text: string,
  isKnown: (foldedName: string) => boolean,
): readonly Mention[] {
  return Array.from(text.matchAll(WORD), mentionAt)
    .filter(({ name }) => isKnown(foldName(name)));
}

/** Returns what somebody else said as something to listen up for. */
export function alertFor(
  { sender = "", room = "", text }: MessageEvent,
  me: NameFinder,
): Alert | undefined {
  if (foldName(sender) === me.folded) return undefined;
  return { room, sender, text, isMention: me.isIn(text) };
}

function mentionAt(match: RegExpExecArray): Mention {
  const [name] = match;
  return { name, start: match.index, end: match.index + name.length };
}
