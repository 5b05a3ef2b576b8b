/**
 * What a server says about rooms and people, as an answer or because another
 * link of the same account has asked.
 *
 * @module
 */

import type { Origin } from "./origin.ts";

/** What all of them have. */
export interface Told extends Origin {
  /** What people read. */
  readonly text: string;
  /** The `id` of the request that this answers. */
  readonly id?: string;
}

/** One is in a room. */
export interface JoinedEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "joined";
  /** The room. */
  readonly room: string;
  /** What it is about; "" for nothing. */
  readonly topic: string;
  /** How many are there. */
  readonly count: number;
  /** Who is there, up to 200. */
  readonly names: readonly string[];
  /** `owner`, `moderator` or `member`. */
  readonly role: string;
  /** What a member may read: `all`, `joined` or `none`. */
  readonly history: string;
  /** Where the log stood; page back with `before: seq + 1`. */
  readonly seq: number;
  /** Whether one was in it before. */
  readonly duplicate: boolean;
}

/** One is no more in a room. */
export interface LeftEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "left";
  /** The room. */
  readonly room: string;
  /** Who has removed one, where it was another. */
  readonly by?: string;
  /** Why, where that one has said so. */
  readonly reason?: string;
}

/** A room as a list has it. */
export interface RoomSummary {
  /** Its name. */
  readonly room: string;
  /** What it is about; "" for nothing. */
  readonly topic: string;
  /** How many are there. */
  readonly count: number;
  /** Whether only the invited see it. */
  readonly private: boolean;
  /** `owner`, `moderator` or `member`; missing where one is not in it. */
  readonly role?: string;
  /** Its newest entry; 0 for none, missing where it may not be known. */
  readonly seq?: number;
  /** Up to where one has read. */
  readonly read?: number;
  /** Messages of others behind that, up to 1,000. */
  readonly unread?: number;
  /** Those of them that name one, up to 1,000. */
  readonly mentions?: number;
}

/** A talk with somebody as a list has it. */
export interface TalkSummary {
  /** The other. */
  readonly with: string;
  /** The talk, whatever the two are called. */
  readonly talk: string;
  /** Its newest entry. */
  readonly seq?: number;
  /** Up to where one has read. */
  readonly read?: number;
  /** Messages of the other behind that, up to 1,000. */
  readonly unread?: number;
}

/** Rooms and talks, newest first. */
export interface RoomsEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "rooms";
  /** The rooms. */
  readonly rooms: readonly RoomSummary[];
  /** The talks. */
  readonly direct: readonly TalkSummary[];
  /** Whether there are more: ask with `after` and the last room. */
  readonly more: boolean;
}

/** Somebody wants one to come into a room. */
export interface InvitationEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "invitation";
  /** The room. */
  readonly room: string;
  /** Who. */
  readonly by: string;
}

/** A code with which one may come into a room. */
export interface InviteEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "invite";
  /** The code. */
  readonly invite: string;
  /** The room, where the server says so. */
  readonly room?: string;
}

/** Another link of the same account has read up to here. */
export interface ReadEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "read";
  /** The room. */
  readonly room?: string;
  /** The other of the talk. */
  readonly with?: string;
  /** The talk. */
  readonly talk?: string;
  /** Everything up to this seq was read. */
  readonly seq: number;
}

/** Another link of the same account has said that one is away, or back. */
export interface AwayEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "away";
  /** Why one is away; missing: one is back. */
  readonly away?: string;
}

/** Another link of the same account wants to hear nothing of somebody, or again. */
export interface BlockedEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "blocked";
  /** Whom. */
  readonly user: string;
  /** Whether nothing is heard of that one. */
  readonly blocked: boolean;
}

/** Who somebody is. */
export interface WhoisEvent extends Told {
  /** What sort of event this is. */
  readonly kind: "whois";
  /** The name as its owner spells it. */
  readonly user: string;
  /** Whether it is an account, and not a guest. */
  readonly account: boolean;
  /** Since when that one is there, in milliseconds since 1970. */
  readonly since?: number;
  /** For how long that one has said nothing, in seconds. */
  readonly idleS?: number;
  /** What that one says of being away. */
  readonly away?: string;
  /** When that one was last there, in milliseconds since 1970. */
  readonly seen?: number;
  /** The rooms both are in. */
  readonly rooms: readonly string[];
  /** From where; operators only are told. */
  readonly address?: string;
}
