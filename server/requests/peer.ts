/**
 * What a request handler may do to the peer who asked, and what it works on.
 *
 * @module
 */

import type { Call, LoginRequest } from "../../shared/request.ts";
import type { Chat } from "../chat/chat.ts";
import type { Dialect } from "../chat/entry_json.ts";
import type { HistoryForm, Page } from "../chat/history_page.ts";
import type { Arrival } from "../chat/people.ts";
import type { Person, PersonLink } from "../chat/person.ts";
import type { Draft, Log } from "../log/log.ts";
import type { PageTurns } from "../log/page_turns.ts";
import type { Payload, WireForm } from "../chat/payload.ts";
import type { Directory } from "../directory/directory.ts";
import type { Accounts } from "../directory/accounts.ts";
import type { ServerPassword } from "../directory/server_password.ts";
import type { Share } from "../scheduling/share.ts";

/** What all handlers work on. */
export interface Services {
  readonly chat: Chat;
  readonly directory: Directory;
  readonly log: Log;
  readonly settings: ServerSettings;
  /** Names with a password. */
  readonly accounts: Accounts;
  /** What everybody has to know who logs in; missing: nothing. */
  readonly serverPassword?: ServerPassword | undefined;
  /** Who reads pages of the history when. */
  readonly turns: PageTurns;
}

/** What the operator decided, as far as handlers need it. */
export interface ServerSettings {
  /** Messages shown at login to those who do not ask for a number. */
  readonly historyLength: number;
  /** What clients of 2015 want the entries of a history to be. */
  readonly historyForm: HistoryForm;
  /** Names, help and history for old clients stay under so many bytes. */
  readonly bareBytes: number;
  /** How often a peer may ask; null for as often as it likes. */
  readonly rate: { readonly burst: number; readonly perSecond: number } | null;
  /** How soon a peer must log in, in milliseconds. */
  readonly loginMs: number;
}

/** What stands beside the messages of a page. */
export interface PageFields {
  /** Whether there is more before it, or behind it. */
  readonly more: boolean;
  /** The seqs that were looked at, both included. */
  readonly first?: number;
  readonly last?: number;
  /** An index is being made, and a search takes longer meanwhile. */
  readonly indexing?: boolean;
}

/** A message, and what its sender is told of it. */
export interface Saying {
  /** The message; its id is that of the request. */
  readonly draft: Omit<Draft, "id" | "settle" | "time">;
  /** Returns what else the acknowledgement says. */
  readonly fields?: () => Payload["fields"];
}

/** The peer who asked. */
export interface Peer extends PersonLink {
  readonly services: Services;
  /** Missing before login. */
  readonly person: Person | undefined;
  /** The number of this link among those of its person. */
  readonly number: number;
  /** What the login asked for; 1 before it. */
  readonly version: number;
  /** What the client knows of. */
  readonly dialect: Dialect;
  /** The peer's network, for the limits of an address. */
  readonly network: string;
  /** The form in which the peer gets its payloads. */
  readonly form: WireForm;
  /** Answers a call. */
  answer(call: Call, payload: Payload): void;
  /** The peer's share of the event loop. */
  readonly share: Pick<Share, "line" | "measure" | "turn">;
  /** Answers a call with a page of the history. */
  answerPage(call: Call, page: Page, fields: PageFields): void;
  /** Makes ready for somebody whose client's program is this old. */
  greet(login: LoginRequest): void;
  /** From here on the peer is that person. */
  enter(arrival: Arrival, login: LoginRequest): void;
  /** Begins to show what is said: the history asked for, then live. */
  follow(login: LoginRequest): Promise<void>;
  /**
   * Puts a message into the log when it may; answered when it is stored.
   *
   * @param make Checks that it may be said, when it is.
   */
  say(call: Call, make: () => Saying): void | Promise<void>;
  /** Gives the name up and closes when all is sent. */
  leave(): void;
}

/**
 * Returns who asks; the request table lets nobody in before login who needs one.
 *
 * @throws {Error} before login.
 */
export function personOf({ person }: Peer): Person {
  if (!person) throw new Error("Cannot do this before login");
  return person;
}

/** Returns the form of the answer to a call: who gives an id knows more. */
export function answerForm({ form }: Peer, { id }: Call): WireForm {
  return form === "legacy" && id !== undefined ? "bare" : form;
}

/** A row of the request table. */
export interface RequestSpec {
  /** Who may ask. */
  readonly needs: "nothing" | "login";
  /** The least version of the login; missing: any. */
  readonly version?: number;
  /** The request as people write it. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** Does it; what it throws is the answer. */
  readonly run: (peer: Peer, call: Call) => void | Promise<void>;
}
