/**
 * What a session is made with, and what it tells.
 *
 * @module
 */

import type { LoginRequest } from "../../shared/request.ts";
import type { ConnectionEvents, Online } from "./connection_events.ts";
import type { MessageFilter } from "./message_filter.ts";
import type { Timeouts } from "./timeouts.ts";
import type { Transport } from "./transport.ts";
import type { UnackedMessages } from "./unacked_messages.ts";

/** Receives what happens in a session. */
export interface SessionEvents extends Omit<ConnectionEvents, "onState"> {
  onOnline(online: Omit<Online, "kind" | "again">): void;
}

/** Options for `ClientSession`. */
export interface ClientSessionOptions {
  readonly transport: Transport;
  readonly login: LoginRequest;
  readonly pending: UnackedMessages;
  readonly filter: MessageFilter;
  readonly listener: SessionEvents;
  readonly timeouts: Timeouts;
}
