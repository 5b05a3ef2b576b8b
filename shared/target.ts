/**
 * To whom a message goes: a room, or one person. Its fields are those of the
 * wire, so a target can be spread into a request or a payload.
 *
 * @module
 */

import { foldName, LOBBY } from "./names.ts";

/** Everybody in one room. */
export interface RoomTarget {
  /** The name of the room. */
  readonly room: string;
  /** A room has no receiver. */
  readonly to?: never;
}

/** One person. */
export interface PersonTarget {
  /** The name of the receiver, in any spelling. */
  readonly to: string;
  /** The talk with that person, in case another has the name by now. */
  readonly talk?: string;
  /** A message to a person is in no room. */
  readonly room?: never;
}

/** To whom a message goes: exactly one of `room` and `to` is there. */
export type Target = RoomTarget | PersonTarget;

/** Where a message goes when nothing else is said. */
export const LOBBY_TARGET: Target = { room: LOBBY };

/** Returns where the fields of a request say that it goes, if they do. */
export function targetOf(
  { room, to, talk }: {
    readonly room?: string;
    readonly to?: string;
    readonly talk?: string;
  },
): Target | undefined {
  if (to === undefined) return room === undefined ? undefined : { room };
  return talk === undefined ? { to } : { to, talk };
}

/**
 * Returns the key of a target, to compare it and to index by it: `#` and the
 * name of the room, or `@` and the folded name of the person.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { targetKey } from "./target.ts";
 *
 * assertEquals(targetKey({ room: "tea" }), "#tea");
 * assertEquals(targetKey({ to: "Ada" }), targetKey({ to: "ada" }));
 * ```
 */
export function targetKey(target: Target): string {
  return target.room === undefined
    ? `@${foldName(target.to)}`
    : `#${target.room}`;
}
