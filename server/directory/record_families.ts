/**
 * Who takes in a stored record: by the first part of its key.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import type { Identities } from "./identities.ts";
import type { Invitations } from "./invitations.ts";
import type { Members } from "./members.ts";
import type { NumberSeries } from "./number_series.ts";
import type { ReadMarks } from "./read_marks.ts";
import type { Rooms } from "./rooms.ts";
import type { StopNote } from "./stop_note.ts";
import type { Talks } from "./talks.ts";

/** All parts of the view. */
export interface ViewParts {
  readonly identities: Identities;
  readonly rooms: Rooms;
  readonly members: Members;
  readonly talks: Talks;
  readonly readMarks: ReadMarks;
  readonly invitations: Invitations;
  readonly identityNumbers: NumberSeries;
  readonly roomNumbers: NumberSeries;
  readonly stopNote: StopNote;
}

/** Takes in a record, by the parts of its key behind the family. */
type Hear = (
  view: ViewParts,
  parts: readonly [string, string],
  value: Json | undefined,
) => void;

const FAMILIES: ReadonlyMap<string, Hear> = new Map<string, Hear>([
  ["counter", ({ identityNumbers, roomNumbers }, [name], value) => {
    const taken = typeof value === "number" ? value : 0;
    if (name === "identity") identityNumbers.heard(taken);
    else if (name === "room") roomNumbers.heard(taken);
  }],
  ["directory", ({ stopNote }, [name], value) => stopNote.heard(name, value)],
  // A number that cannot be read is in use all the same.
  ["identity", ({ identities, identityNumbers }, [key], value) => {
    identityNumbers.heard(Number(key) + 1);
    identities.heard(Number(key), value);
  }],
  ["room", ({ rooms, roomNumbers }, [key], value) => {
    roomNumbers.heard(Number(key) + 1);
    rooms.heard(Number(key), value);
  }],
  [
    "member",
    ({ members }, [room, identity], value) =>
      members.heard(Number(room), Number(identity), value),
  ],
  ["talk", ({ talks }, [id], value) => talks.heard(id, value)],
  [
    "read",
    ({ readMarks }, [identity, conversation], value) =>
      readMarks.heard(Number(identity), conversation, value),
  ],
  [
    "invitation",
    ({ invitations }, [id], value) => invitations.heard(id, value),
  ],
]);

/**
 * Takes in what the watch told; families of newer programs are passed over.
 *
 * @throws {RecordDamage} when it cannot be read.
 */
export function hearRecord(
  view: ViewParts,
  key: string,
  value: Json | undefined,
): void {
  const [family = "", first = "", ...rest] = key.split("/");
  FAMILIES.get(family)?.(view, [first, rest.join("/")], value);
}
