/**
 * What a server may say, once it is read: see `read_event.ts`.
 * Knows nothing of the wire's spellings and of how an event is shown.
 *
 * @module
 */

import type { ChangeEvent, EntryEvent, MessageEvent } from "./entry_event.ts";
import type { LogPlace } from "./log_place.ts";
import type { Origin } from "./origin.ts";
import type {
  AwayEvent,
  BlockedEvent,
  InvitationEvent,
  InviteEvent,
  JoinedEvent,
  LeftEvent,
  ReadEvent,
  RoomsEvent,
  WhoisEvent,
} from "./room_event.ts";

export type { Origin } from "./origin.ts";
export type * from "./entry_event.ts";
export type * from "./room_event.ts";

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
  /** When to come back or to ask again, in milliseconds. */
  readonly retryMs?: number;
  /** Which password is missing, with the code `password_required`. */
  readonly needs?: "password" | "server_password";
  /** Why, where a person has said so. */
  readonly reason?: string;
  /** Until when, in milliseconds since 1970; missing for ever or not known. */
  readonly until?: number;
}

/** Something the server tells. */
export interface InfoEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "info";
  /** What people read. */
  readonly text: string;
  /** What programs branch on, where there is one. */
  readonly code?: string;
  /** Takes the name back after a lost connection, in the place of the one before. */
  readonly token?: string;
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
  /** What both ends speak, 3 where there are rooms; missing: not said. */
  readonly version?: number;
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

/** A request was done; of a message, that it is stored and has its place. */
export interface AckEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "ack";
  /** The `id` of the request that this answers. */
  readonly id: string;
  /** The place in the order, where something was stored. */
  readonly seq?: number;
  /** Whether it was done before, under the same id or with the same result. */
  readonly duplicate: boolean;
  /** The room it went to. */
  readonly room?: string;
  /** The person it went to. */
  readonly to?: string;
  /** The talk with that person. */
  readonly talk?: string;
  /** What the receiver says of being away; true: an account that is not there. */
  readonly away?: string | true;
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
  /** The room; old servers do not say. */
  readonly room?: string;
  /** How many there are, where the names are not all. */
  readonly count?: number;
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** A page of the past, oldest first. */
export interface HistoryEvent extends Origin {
  /** What sort of event this is. */
  readonly kind: "history";
  /** What was said, oldest first. */
  readonly messages: readonly MessageEvent[];
  /** What else there is between the messages, oldest first; missing: nothing. */
  readonly changes?: readonly ChangeEvent[];
  /** Whether another page follows by itself, or may be asked for. */
  readonly more: boolean;
  /** The first seq that was looked at: `before` goes on from here. */
  readonly first?: number;
  /** The last seq that was looked at: `after` goes on from here. */
  readonly last?: number;
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
  | AwayEvent
  | BlockedEvent
  | EntryEvent
  | ErrorEvent
  | HistoryEvent
  | InfoEvent
  | InvitationEvent
  | InviteEvent
  | JoinedEvent
  | LeftEvent
  | NamesEvent
  | PingEvent
  | PresenceEvent
  | ReadEvent
  | RoomsEvent
  | WelcomeEvent
  | WhoisEvent;
