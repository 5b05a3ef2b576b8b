/**
 * Saying something: the seed's `parse_message`.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import { type Call, readMsg } from "../../shared/request.ts";
import type { Peer } from "./peer.ts";

/** Puts a message into the log, from where everybody else gets it. */
export function say(peer: Peer, call: Call): void | Promise<void> {
  const { content, room = LOBBY } = readMsg(call.fields);
  return peer.say(call, peer.services.chat.room(room).target, content);
}
