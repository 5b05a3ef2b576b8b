/**
 * What must not be sent to a server that knows no rooms: it would pass over the
 * fields it does not know, and tell everybody what was meant for one.
 *
 * @module
 */

import { foldName, LOBBY } from "../../shared/names.ts";
import type { Request } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";

const NO_ROOMS = "This server has no rooms but the lobby";
const NO_TALKS = "This server has no direct messages";
const NO_ACCOUNTS = "This server has no accounts";

/** Requests of version 3, and what a server lacks that is below it. */
const MISSING: ReadonlyMap<Request["request"], string> = new Map<
  Request["request"],
  string
>([
  ["join", NO_ROOMS],
  ["leave", NO_ROOMS],
  ["rooms", NO_ROOMS],
  ["topic", NO_ROOMS],
  ["invite", NO_ROOMS],
  ["set", NO_ROOMS],
  ["read", "This server does not keep what was read"],
  ["away", "This server does not keep who is away"],
  ["whois", NO_ACCOUNTS],
  ["block", NO_TALKS],
  ["unblock", NO_TALKS],
  ["register", NO_ACCOUNTS],
  ["passwd", NO_ACCOUNTS],
  ["unregister", NO_ACCOUNTS],
]);

/**
 * Returns why a server below version 3 must not be asked this; nothing where it
 * may.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { whyNeedsRooms } from "./version_check.ts";
 *
 * assertEquals(whyNeedsRooms({ request: "names" }), undefined);
 * assertEquals(
 *   whyNeedsRooms({ request: "history", with: "bob" }),
 *   "This server has no direct messages",
 * );
 * ```
 */
export function whyNeedsRooms(request: Request): string | undefined {
  const missing = MISSING.get(request.request);
  if (missing !== undefined) return missing;
  if ("to" in request || "with" in request || "talk" in request) {
    return NO_TALKS;
  }
  if ("re" in request) return "This server has no answers to messages";
  const room = "room" in request ? request.room : undefined;
  return room === undefined || isLobby({ room }) ? undefined : NO_ROOMS;
}

/** Returns why a message to a target must not go there; nothing for the lobby. */
export function whyUnsendable(target: Target): string | undefined {
  if (target.room === undefined) return NO_TALKS;
  return isLobby(target) ? undefined : NO_ROOMS;
}

/** Tells whether a target is the room that every server has. */
export function isLobby({ room }: Target): boolean {
  return room !== undefined && foldName(room) === LOBBY;
}
