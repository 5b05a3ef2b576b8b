/**
 * Who gets what of a committed group: everybody one batch with all it hears, in
 * the order of `seq`. Those who hear the same get the same batch.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import { Batch } from "./batch.ts";
import type { Listener, Room } from "./room.ts";

/**
 * Shows a group to everybody who hears some of it. Of what one listener throws
 * the others notice nothing; that one then reads on from the log.
 */
export function fanOut(
  group: readonly Entry[],
  rooms: ReadonlyMap<string, Room>,
  onBug: (error: unknown) => void,
): void {
  const touched = touchedBy(group, rooms);
  try {
    const [room] = touched;
    if (touched.length > 1) showMixed(group, touched, onBug);
    else if (room) showOneRoom(group, room, onBug);
  } finally {
    // Whoever did not get it stands before it from here on, and will see so.
    for (const room of touched) {
      const isHere = ({ target }: Entry) => target.room === room.name;
      room.shown = group.findLast(isHere)?.seq ?? room.shown;
    }
  }
}

/** The rooms in which something of a group was said; mostly there is just one. */
function touchedBy(
  group: readonly Entry[],
  rooms: ReadonlyMap<string, Room>,
): readonly Room[] {
  const first = group[0]?.target.room;
  const isOneRoom = group.every(({ target }) => target.room === first);
  const names = isOneRoom ? [first] : new Set(group.map(roomOf));
  return [...names]
    .map((name) => rooms.get(name ?? ""))
    .filter((room) => room !== undefined);
}

function roomOf({ target }: Entry): string | undefined {
  return target.room;
}

function showOneRoom(
  group: readonly Entry[],
  room: Room,
  onBug: (error: unknown) => void,
): void {
  const isHeard = ({ target }: Entry) => target.room === room.name;
  const batch = new Batch(group.every(isHeard) ? group : group.filter(isHeard));
  for (const listener of room.listeners) show(batch, listener, onBug);
}

/** Most groups are of one room; this one is not. */
function showMixed(
  group: readonly Entry[],
  rooms: readonly Room[],
  onBug: (error: unknown) => void,
): void {
  const batches = new Map<string, Batch>();
  for (const [listener, heard] of heardBy(rooms)) {
    const key = heard.map(({ name }) => name).join("\n");
    const batch = batches.get(key) ?? new Batch(entriesIn(group, heard));
    batches.set(key, batch);
    show(batch, listener, onBug);
  }
}

/** Which of the rooms each of their listeners hears. */
function heardBy(
  rooms: readonly Room[],
): ReadonlyMap<Listener, readonly Room[]> {
  const heard = new Map<Listener, Room[]>();
  for (const room of rooms) {
    for (const listener of room.listeners) {
      const others = heard.get(listener);
      if (others) others.push(room);
      else heard.set(listener, [room]);
    }
  }
  return heard;
}

function show(
  batch: Batch,
  listener: Listener,
  onBug: (error: unknown) => void,
): void {
  try {
    listener.show(batch);
  } catch (error) {
    onBug(error);
    listener.readOn();
  }
}

function entriesIn(
  group: readonly Entry[],
  rooms: readonly Room[],
): readonly Entry[] {
  const names = new Set<string | undefined>(rooms.map(({ name }) => name));
  return group.filter((entry) => names.has(roomOf(entry)));
}
