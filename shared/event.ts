/**
 * What a server may say, once it is read: see `read_event.ts`.
 * Knows nothing of the wire's spellings and of how an event is shown.
 *
 * @module
 */

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
  readonly kind: "message";
  readonly text: string;
  /** The place in the server's order; old servers have none. */
  readonly seq?: number;
  readonly room?: string;
}

/** A refusal, or the reason why the server closes. */
export interface ErrorEvent extends Origin {
  readonly kind: "error";
  readonly text: string;
  readonly code?: string;
  readonly id?: string;
  /** When to come back, with the code `shutdown`. */
  readonly retryMs?: number;
}

/** Something the server tells. */
export interface InfoEvent extends Origin {
  readonly kind: "info";
  readonly text: string;
  readonly code?: string;
  readonly id?: string;
}

/** The login worked, on a server that knows more than the seed's. */
export interface WelcomeEvent extends Origin {
  readonly kind: "welcome";
  readonly text: string;
  readonly id?: string;
  /** What the server calls itself. */
  readonly server: string;
  /** The name as the server has it. */
  readonly user: string;
  /** Takes the name back after a lost connection. */
  readonly token?: string;
  /** Where the log stands. */
  readonly seq?: number;
  readonly rooms: readonly string[];
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
  readonly kind: "ack";
  readonly id: string;
  readonly seq: number;
  readonly duplicate: boolean;
}

/** Somebody came or left. */
export interface PresenceEvent extends Origin {
  readonly kind: "presence";
  readonly room: string;
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** How many are there now; alone in rooms with many people. */
  readonly count?: number;
}

/** Who is there. */
export interface NamesEvent extends Origin {
  readonly kind: "names";
  readonly text: string;
  readonly names: readonly string[];
  readonly id?: string;
}

/** A page of the past, oldest first. */
export interface HistoryEvent extends Origin {
  readonly kind: "history";
  readonly messages: readonly MessageEvent[];
  /** Whether another page follows by itself. */
  readonly more: boolean;
  readonly id?: string;
}

/** The server asks for, or answers, a sign of life. */
export interface BeatEvent extends Origin {
  readonly kind: "ping" | "pong";
  readonly id?: string;
}

/** Everything a server may say. */
export type Event =
  | AckEvent
  | BeatEvent
  | ErrorEvent
  | HistoryEvent
  | InfoEvent
  | MessageEvent
  | NamesEvent
  | PresenceEvent
  | WelcomeEvent;
