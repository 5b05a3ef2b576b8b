/**
 * Changes in words, for people whose programs know no more of them.
 *
 * @module
 */

import type { Change } from "../log/log.ts";

type Fields = Change["fields"];

/** What the settings of a room are called, and how each is told. */
const SETTINGS: ReadonlyMap<string, (value: unknown) => string> = new Map([
  ["private", (value) => value ? "private" : "not private"],
  ["password", (value) => value ? "a password" : "no password"],
  ["history", (value) => `history ${value}`],
  ["slow_s", (value) => `${value} s between two messages`],
  ["moderated", (value) => value ? "moderated" : "not moderated"],
]);

const WORDS: Readonly<Record<Change["code"], (fields: Fields) => string>> = {
  topic: ({ topic, by }) =>
    topic === ""
      ? `${by} removed the topic`
      : `${by} changed the topic to: ${topic}`,
  ["room_changed"]: (fields) =>
    `${fields.by} changed the room: ${changedIn(fields).join(", ")}`,
};

/** Returns what has changed, as one line. */
export function describeChange({ code, fields }: Change): string {
  return WORDS[code](fields);
}

function changedIn(fields: Fields): readonly string[] {
  return [...SETTINGS].flatMap(([name, tell]) =>
    fields[name] === undefined ? [] : [tell(fields[name])]
  );
}
