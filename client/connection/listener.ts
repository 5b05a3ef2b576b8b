/**
 * What a connection tells whoever shows it. Types only.
 *
 * @module
 */

import type { ErrorEvent, Event, WelcomeEvent } from "../../shared/event.ts";
import type { Outgoing } from "./pending.ts";

/** What became of a message. */
export type Verdict =
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

/** Where a connection stands. */
export type State =
  | { readonly kind: "connecting" }
  | Online
  | Waiting;

/** Hears what happens on a connection. */
export interface Listener {
  onState(state: State): void;
  /**
   * Something the server said; every message once. `payload` is what it was
   * read from.
   */
  onEvent(event: Event, payload: unknown): void;
  /** The fate of a message is known. */
  onSettled(message: Outgoing, verdict: Verdict): void;
}
