/**
 * Who gets what of a committed group: everybody one batch with all it hears, in
 * the order of `seq`. Those who hear the same get the same batch.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import { Batch } from "./batch.ts";
import type { Listener, Room } from "./room.ts";

/** Returns the rooms in which something of a group was said. */
export function roomsOf(
  group: readonly Entry[],
  rooms: ReadonlyMap<string, Room>,
): readonly Room[] {
  const names = new Set(group.map(({ target }) => target.room));
  return [...names]
    .map((name) => rooms.get(name ?? ""))
    .filter((room) => room !== undefined);
}

/** Calls `show` once for everybody who hears some of the group. */
export function fanOut(
  group: readonly Entry[],
  rooms: readonly Room[],
  show: (listener: Listener, batch: Batch) => void,
): void {
  const [room] = rooms;
  if (rooms.length > 1) return fanOutMixed(group, rooms, show);
  const said = entriesIn(group, rooms);
  if (!room || said.length === 0) return;
  const batch = new Batch(said);
  for (const listener of room.listeners) show(listener, batch);
}

/** Most groups are of one room; this one is not. */
function fanOutMixed(
  group: readonly Entry[],
  rooms: readonly Room[],
  show: (listener: Listener, batch: Batch) => void,
): void {
  const heard = new Map<Listener, Room[]>();
  for (const room of rooms) {
    for (const listener of room.listeners) {
      const others = heard.get(listener);
      if (others) others.push(room);
      else heard.set(listener, [room]);
    }
  }
  const batches = new Map<string, Batch>();
  for (const [listener, own] of heard) {
    const key = own.map(({ name }) => name).join("\n");
    const batch = batches.get(key) ?? new Batch(entriesIn(group, own));
    batches.set(key, batch);
    show(listener, batch);
  }
}

function entriesIn(
  group: readonly Entry[],
  rooms: readonly Room[],
): readonly Entry[] {
  const names = new Set<string | undefined>(rooms.map(({ name }) => name));
  const isHeard = ({ target }: Entry) => names.has(target.room);
  return group.every(isHeard) ? group : group.filter(isHeard);
}
