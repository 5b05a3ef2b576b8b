/**
 * A server of version 3 as a script plays it: what a client asks by itself is
 * answered, and what somebody typed is left to the test.
 *
 * @module
 */

import {
  ack,
  history,
  info,
  type Peer,
  type Sent,
  welcome,
} from "./scripted_server.ts";

/** What a test may want otherwise. */
export interface RoomsPeerOptions {
  /** @default ada is in lobby and ops, and nothing is unread */
  readonly rooms?: readonly Sent[];
  /** Talks, as `rooms` lists them. */
  readonly direct?: readonly Sent[];
  /** What was said before, in the pages of the login. */
  readonly past?: readonly Sent[];
  /** What `history` finds, by the room or `@` and the other of a talk. */
  readonly earlier?: Readonly<Record<string, readonly Sent[]>>;
  /** Whether ada has an account. */
  readonly isAccount?: boolean;
  /** Fields of the welcome. */
  readonly welcome?: Sent;
  /** @default {["ada", "bob"]} */
  readonly names?: readonly string[];
}

/** Both rooms of ada's, where she has read all. */
export const TWO_ROOMS: readonly Sent[] = [summary("lobby"), summary("ops")];

/** The server's end of one connection. */
export class RoomsPeer {
  readonly #peer: Peer;
  readonly #options: RoomsPeerOptions;
  /** Questions of the client's own, in the order in which they came. */
  readonly asked: Sent[] = [];

  /** Takes over a connection. */
  constructor(peer: Peer, options: RoomsPeerOptions = {}) {
    this.#peer = peer;
    this.#options = options;
  }

  /** Answers the login, and what is asked after it. */
  async begin(): Promise<Sent> {
    const login = await this.#peer.expect("login");
    const { rooms = TWO_ROOMS, past = [], welcome: fields } = this.#options;
    await this.say(
      welcome({ version: 3, rooms: rooms.map(({ room }) => room), ...fields }),
      history(past, { more: false }),
    );
    await this.expectAsked(({ request }) => request === "names");
    return login;
  }

  /** Returns the next request that somebody typed, or nothing at the end. */
  async next(): Promise<Sent | undefined> {
    for (;;) {
      const sent = await this.#peer.next();
      const answer = sent && this.#answer(sent);
      if (!sent || !answer) return sent;
      this.asked.push(sent);
      await this.say({ id: sent.id, ...answer });
    }
  }

  /** Returns the next request that somebody typed, which must be of this kind. */
  async expect(request: string): Promise<Sent> {
    const sent = await this.next();
    if (sent?.request === request) return sent;
    throw new Error(`Expected "${request}", got ${JSON.stringify(sent)}`);
  }

  /** Waits for a question of the client's own. */
  async expectAsked(isIt: (sent: Sent) => boolean): Promise<Sent> {
    for (let at = 0;; at++) {
      while (at >= this.asked.length) {
        const sent = await this.#peer.next();
        const answer = sent && this.#answer(sent);
        if (!sent || !answer) {
          throw new Error(`Expected a question, got ${JSON.stringify(sent)}`);
        }
        this.asked.push(sent);
        await this.say({ id: sent.id, ...answer });
      }
      const sent = this.asked[at];
      if (sent && isIt(sent)) return sent;
    }
  }

  /** Answers what the client asks until it closes. */
  async drain(): Promise<void> {
    while (await this.next()) { /* forgotten */ }
  }

  /** Sends payloads in one packet. */
  async say(...payloads: readonly Sent[]): Promise<void> {
    await this.#peer.say(...payloads);
  }

  #answer(sent: Sent): Sent | undefined {
    const { rooms = TWO_ROOMS, direct = [] } = this.#options;
    const { names = ["ada", "bob"], isAccount = false } = this.#options;
    switch (sent.request) {
      case "ping":
        return info("", { code: "pong" });
      case "names":
        return info(names.join(", "), { names, room: sent.room ?? "lobby" });
      case "rooms":
        return info("", { code: "rooms", rooms, direct, more: false });
      case "whois":
        if (sent.content !== "ada") return undefined;
        return info("", whois("ada", { account: isAccount }));
      case "read":
        return info("", { code: "ack" });
      case "history":
        return history(this.#earlierOf(sent), { more: false, first: 1 });
      default:
        return undefined;
    }
  }

  #earlierOf(sent: Sent): readonly Sent[] {
    const key = sent.with === undefined
      ? String(sent.room ?? "lobby")
      : `@${sent.with}`;
    const all = this.#options.earlier?.[key] ?? [];
    const before = Number(sent.before ?? Infinity);
    return all.filter(({ seq }) => Number(seq) < before);
  }
}

/** A room as `rooms` lists it. */
export function summary(room: string, fields: Sent = {}): Sent {
  return {
    ...{ room, topic: "", count: 2, private: false, role: "member" },
    ...{ seq: 0, read: 0, unread: 0, mentions: 0, ...fields },
  };
}

/** Who somebody is. */
export function whois(user: string, fields: Sent = {}): Sent {
  return { code: "whois", user, account: false, rooms: ["lobby"], ...fields };
}

/** Somebody's message in a room. */
export function said(
  room: string,
  sender: string,
  content: string,
  seq: number,
): Sent {
  return { ...entry(sender, content, seq), room };
}

/** Somebody's message to one person, in the talk of these two. */
export function direct(
  [sender, to]: readonly [string, string],
  content: string,
  seq: number,
): Sent {
  return { ...entry(sender, content, seq), to, talk: talkOf(sender, to) };
}

/** What the server calls the talk of two. */
export function talkOf(...names: readonly [string, string]): string {
  return [...names].sort().join("+");
}

/** The ack of a message, where it went. */
export function ackOf(sent: Sent, seq: number, fields: Sent = {}): Sent {
  const { room, to } = sent;
  const where = typeof to === "string"
    ? { room: undefined, to, talk: talkOf("ada", to) }
    : { room: room ?? "lobby" };
  return ack(sent, seq, { ...where, ...fields });
}

function entry(sender: string, content: string, seq: number): Sent {
  const timestamp = "2026-11-22T13:00:00.000Z";
  return { timestamp, sender, response: "message", content, seq };
}
