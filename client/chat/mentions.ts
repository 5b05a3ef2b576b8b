/**
 * Who is named in a text, and what of all that is said may be worth a sound.
 *
 * @module
 */

import type { MessageEvent } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import { addressesIn } from "./address.ts";

/** A name in a text, by the UTF-16 units it stands at. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  /** The name as it is written there. */
  readonly name: string;
}

/** What somebody else said. */
export interface Alert {
  /** Where: a room, `@NAME` for a talk; "" on servers that do not say. */
  readonly room: string;
  /** As the server wrote it. */
  readonly sender: string;
  readonly text: string;
  /** Whether it is for who reads: names them, or is said to them alone. */
  readonly isMention: boolean;
}

const WORD =
  /[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:[-.][\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*)*/gu;
/** Before a name that is part of a word, an address, a path or a value. */
const GLUED_BEFORE = /(?:[\p{L}\p{N}\p{M}_][-.+@]?|[/\\=#$~])$/u;
/** Behind such a name. */
const GLUED_BEHIND = /^(?:[\p{L}\p{N}\p{M}_]|[-.+@][\p{L}\p{N}_]|[/\\=]|:\d)/u;
/** The `t` of "don't" and the `l` of "l'eau" are nobody's name. */
const SUFFIX = /^(?:s|t|d|m|re|ve|ll)$/i;
const SUFFIX_BEFORE = /[\p{L}\p{N}]['\u2019]$/u;
const PREFIX = /^(?:[cdjlmnst]|qu)$/i;
const PREFIX_BEHIND = /^['\u2019]\p{L}/u;
/** What is looked at on either side. */
const AROUND = 3;

/** Finds one name where it is meant, in any case. */
export class NameFinder {
  /** The name, folded. */
  readonly folded: string;
  readonly #pattern: RegExp;

  /** Prepares to look for `name`. */
  constructor(name: string) {
    this.folded = foldName(name);
    const word = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    this.#pattern = new RegExp(word, "giu");
  }

  /** Returns every place of the name in a text. */
  find(text: string): readonly Mention[] {
    return meantIn(text, this.#pattern);
  }

  /** Tells whether the name is in a text. */
  isIn(text: string): boolean {
    return this.find(text).length > 0;
  }
}

/** Finds people where their names are meant. */
export function findPeople(
  text: string,
  isKnown: (foldedName: string) => boolean,
): readonly Mention[] {
  return meantIn(text, WORD).filter(({ name }) => isKnown(foldName(name)));
}

/** Returns where a pattern finds names that are meant as such. */
function meantIn(text: string, pattern: RegExp): readonly Mention[] {
  const found = Array.from(text.matchAll(pattern), mentionAt)
    .filter((mention) => mention.name !== "" && isMeant(text, mention));
  if (found.length === 0) return found;
  const addresses = addressesIn(text);
  return found.filter(({ start, end }) =>
    addresses.every((address) => end <= address.start || start >= address.end)
  );
}

/** Tells whether what stands around a name leaves it one. */
function isMeant(text: string, { start, end, name }: Mention): boolean {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const behind = text.slice(end, end + AROUND);
  if (GLUED_BEFORE.test(before) || GLUED_BEHIND.test(behind)) return false;
  if (SUFFIX.test(name) && SUFFIX_BEFORE.test(before)) return false;
  return !(PREFIX.test(name) && PREFIX_BEHIND.test(behind));
}

/** Returns what somebody else said as something to listen up for. */
export function alertFor(
  { sender = "", room = "", to, text }: MessageEvent,
  me: NameFinder,
): Alert | undefined {
  if (foldName(sender) === me.folded) return undefined;
  if (to === undefined) {
    return { room, sender, text, isMention: me.isIn(text) };
  }
  return { room: `@${sender}`, sender, text, isMention: true };
}

function mentionAt(match: RegExpExecArray): Mention {
  const [name] = match;
  return { name, start: match.index, end: match.index + name.length };
}
