/**
 * What programs below version 3 are shown: they know only the lobby, so what is
 * said to one of them alone stands there, marked, and a change is words.
 *
 * @module
 */

import { LOBBY_TARGET } from "../../shared/target.ts";
import { LOBBY_KEY } from "../log/conversation.ts";
import type { Entry } from "../log/log.ts";
import { wordsOf } from "./entry_json.ts";

/** Stands before what is said to one person. */
const PRIVATE = "(private) ";

/** What was made of a list for everybody; goes with the list. */
const viewForAll = new WeakMap<readonly Entry[], readonly Entry[]>();

/**
 * Returns entries as a reader of the lobby sees them; the same list when nothing
 * is different, and one for all when none of them is for one person.
 *
 * @param reader The identity of who reads.
 */
export function lobbyView(
  entries: readonly Entry[],
  reader: number,
): readonly Entry[] {
  if (entries.every(isSame)) return entries;
  if (entries.some(isDirect)) return viewOf(entries, reader);
  const view = viewForAll.get(entries) ?? viewOf(entries, reader);
  viewForAll.set(entries, view);
  return view;
}

function viewOf(entries: readonly Entry[], reader: number): readonly Entry[] {
  return entries
    .map((entry) => entryFor(reader, entry))
    .filter((entry) => entry !== undefined);
}

/** Returns whether an entry is for one person. */
export function isDirect({ target }: Entry): boolean {
  return target.to !== undefined;
}

/** Whether an entry of a room is shown as it is. */
function isSame({ conversation, change, text }: Entry): boolean {
  return conversation === LOBBY_KEY && !change && !text.startsWith(PRIVATE);
}

function entryFor(reader: number, entry: Entry): Entry | undefined {
  if (isDirect(entry)) return isTo(reader, entry) ? inLobby(entry) : undefined;
  if (isSame(entry)) return entry;
  const { conversation, change, text } = entry;
  if (conversation !== LOBBY_KEY) return undefined;
  if (!change) return { ...entry, text: ` ${text}` };
  return change.code === "topic"
    ? { ...entry, text: wordsOf(entry) }
    : undefined;
}

/** What one says to others is not to oneself; a note is. */
function isTo(reader: number, { by, author, target }: Entry): boolean {
  return by !== reader || target.to === author;
}

function inLobby(entry: Entry): Entry {
  return { ...entry, target: LOBBY_TARGET, text: PRIVATE + entry.text };
}
