/**
 * The events of a connection, for whoever shows it.
 *
 * @module
 */

import type { ErrorEvent, Event, WelcomeEvent } from "../../shared/event.ts";
import type { Outgoing } from "./unacked_messages.ts";

/** What became of a message. */
export type DeliveryResult =
  | { readonly kind: "sent" }
  /** An old server was lost before it could have answered. */
  | { readonly kind: "unknown" }
  | { readonly kind: "refused"; readonly error: ErrorEvent };

/** The connection is up and the login answered. */
export interface Online {
  readonly kind: "online";
  /** Missing with old servers. */
  readonly welcome?: WelcomeEvent;
  /** Whether it was online before. */
  readonly again: boolean;
  /** Whether the server has the log this end has read from. */
  readonly isSameLog: boolean;
}

/** The connection is gone and will be tried again. */
export interface Waiting {
  readonly kind: "waiting";
  readonly ms: number;
  readonly why: string;
  /** Whether the server said why, so that it was an event before. */
  readonly isKnown: boolean;
}

/** The state of a connection. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | Online
  | Waiting;

/** Receives what happens on a connection. */
export interface ConnectionEvents {
  onState(state: ConnectionState): void;
  /**
   * Something the server said; every message once. `payload` is what it was
   * read from.
   */
  onEvent(event: Event, payload: unknown): void;
  /** The result of a message is known. */
  onSettled(message: Outgoing, result: DeliveryResult): void;
}
