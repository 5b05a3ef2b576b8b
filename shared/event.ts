/**
 * What a server may say, once it is read: see `read_event.ts`.
 * Knows nothing of the wire's spellings and of how an event is shown.
 *
 * @module
 */

import type { LogPlace } from "./log_place.ts";

/** When and by whom, as every payload says; old servers leave parts out. */
export interface Origin {
  /** When, in milliseconds since 1970; missing when it cannot be told. */
  readonly time?: number;
  /** The `timestamp` as it came, for servers whose form is not known. */
  readonly timestamp: string;
  /** Who; missing when the server left it out. */
  readonly sender?: string;
}

/** Somebody said something. */
export interface MessageEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "message";
  /** What people read. */
  readonly text: string;
  /** The place in the server's order; old servers have none. */
  readonly seq?: number;
  /** The room it was said in; old servers have none. */
  readonly room?: string;
  /** The `id` it was sent with; only one's own have one, in a login's pages. */
  readonly ownId?: string;
}

/** A refusal, or the reason why the server closes. */
export interface ErrorEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "error";
  /** What people read. */
  readonly text: string;
  /** What programs branch on, where there is one. */
  readonly code?: string;
  /** The `id` of the request that this answers. */
  readonly id?: string;
  /** When to come back, with the code `shutdown`. */
  readonly retryMs?: number;
}

/** Something the server tells. */
export interface InfoEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "info";
  /** What people read. */
  readonly text: string;
  /** What programs branch on, where there is one. */
  readonly code?: string;
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** The login worked, on a server that knows more than the seed's. */
export interface WelcomeEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "welcome";
  /** What people read. */
  readonly text: string;
  /** The `id` of the request that this answers. */
  readonly id?: string;
  /** What the server calls itself. */
  readonly server: string;
  /** The name as the server has it. */
  readonly user: string;
  /** Takes the name back after a lost connection. */
  readonly token?: string;
  /** Which log it is. */
  readonly log?: string;
  /** Up to where the logs that it goes on from are the same. */
  readonly ancestors?: readonly LogPlace[];
  /** Where the log stands. */
  readonly seq?: number;
  /** Everything after this seq is still stored. */
  readonly forgotten?: number;
  /** The rooms the user is in. */
  readonly rooms: readonly string[];
  /** What the server allows. */
  readonly limits: Limits;
}

/** What the server allows; what it did not say is missing. */
export interface Limits {
  /** Longest text of a message, in bytes. */
  readonly text?: number;
  /** Requests at once; missing when there is no such limit. */
  readonly burst?: number;
  /** Requests per second in the long run. */
  readonly perSecond?: number;
}

/** A message is stored and has its place. */
export interface AckEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "ack";
  /** The `id` of the request that this answers. */
  readonly id: string;
  /** The place of the message in the order. */
  readonly seq: number;
  /** Whether it was stored before, under the same id. */
  readonly duplicate: boolean;
}

/** Somebody came or left. */
export interface PresenceEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "presence";
  /** The room it was said in; old servers have none. */
  readonly room: string;
  /** Names of those who came. */
  readonly joined: readonly string[];
  /** Names of those who left. */
  readonly left: readonly string[];
  /** How many are there now; alone in rooms with many people. */
  readonly count?: number;
}

/** Who is there. */
export interface NamesEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "names";
  /** What people read. */
  readonly text: string;
  /** The names, in the order in which they came. */
  readonly names: readonly string[];
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** A page of the past, oldest first. */
export interface HistoryEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "history";
  /** What was said, oldest first. */
  readonly messages: readonly MessageEvent[];
  /** Whether another page follows by itself, or may be asked for. */
  readonly more: boolean;
  /** Where to go on, in the answer to a search: everything from here on was looked at. */
  readonly first?: number;
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** A ping, or the answer to one. */
export interface PingEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "ping" | "pong";
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** Everything a server may say. */
export type Event =
  | AckEvent
  | PingEvent
  | ErrorEvent
  | HistoryEvent
  | InfoEvent
  | MessageEvent
  | NamesEvent
  | PresenceEvent
  | WelcomeEvent;
