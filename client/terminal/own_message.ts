/**
 * What one said oneself, as a message like those of others.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";

/** Returns a message as the log has it; old servers have no rooms to tell apart. */
export function ownMessage(
  { text, time, target }: Outgoing,
  sender: string,
  isLegacyServer: boolean,
): Event {
  const message = {
    kind: "message",
    sender,
    text,
    time,
    timestamp: "",
  } as const;
  return isLegacyServer ? message : { ...message, ...target };
}
