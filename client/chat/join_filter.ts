/**
 * Whose comings and goings are shown.
 *
 * @module
 */

import type { Room } from "./room.ts";

/** Which comings and goings are shown. */
export const JOIN_CHOICES = ["all", "smart", "none"] as const;

/** One of {@linkcode JOIN_CHOICES}. */
export type JoinChoice = typeof JOIN_CHOICES[number];

/** In a room of so many everybody is of interest. */
export const SMALL_ROOM = 10;
/** Who spoke within this time is of interest, in milliseconds. */
export const RECENT_MS = 30 * 60_000;

/** Returns the names whose comings or goings are shown. */
export function worthShowing(
  names: readonly string[],
  { choice, room, now }: {
    readonly choice: JoinChoice;
    readonly room: Room;
    readonly now: number;
  },
): readonly string[] {
  if (choice === "none") return [];
  const isSmall = (room.members.count ?? 0) <= SMALL_ROOM;
  if (choice === "all" || isSmall) return names;
  return names.filter((name) => {
    const spoke = room.members.lastSpoke(name);
    return spoke !== undefined && now - spoke <= RECENT_MS;
  });
}
