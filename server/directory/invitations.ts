/**
 * Invitations to rooms: for one person, or by a code that somebody passes on.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import { hashOf, newSecret } from "./link_tokens.ts";
import {
  count,
  fieldsOf,
  flag,
  optionalCount,
  optionalText,
} from "./record_fields.ts";
import { type Records, UNCHANGED } from "./records.ts";

/** Most invitations to one room that can still be used. */
export const MAX_INVITATIONS = 100;
/** How long one is good that does not say so. */
export const INVITATION_MS = 7 * 86_400_000;

const ID_BYTES = 8;

/** What is stored of an invitation. */
type InvitationRecord = {
  readonly room: number;
  /** The identity that invites. */
  readonly by: number;
  /** Whom; missing where a code does. */
  readonly for?: number;
  /** What the code is recognised by. */
  readonly hash?: string;
  /** How often it may still be used. */
  readonly uses: number;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
  /** Whom it is for has heard of it. */
  readonly told?: true;
};

/** An invitation; never changed, but replaced. */
export interface Invitation extends Readonly<InvitationRecord> {
  readonly id: string;
}

/** What an invitation is made with. */
export interface NewInvitation {
  readonly room: number;
  /** The identity that invites. */
  readonly by: number;
  /** @default {1} */
  readonly uses?: number | undefined;
  /** @default {INVITATION_MS} */
  readonly forMs?: number | undefined;
}

/** Invitations by room, and by whom they are for. */
export class Invitations {
  readonly #records: Records;
  readonly #now: () => number;
  readonly #invitations = new Map<string, Invitation>();
  readonly #byRoom = new Map<number, Set<string>>();
  readonly #byPerson = new Map<number, Set<string>>();

  /** Begins with none. */
  constructor(records: Records, now: () => number) {
    this.#records = records;
    this.#now = now;
  }

  /** Takes in what the watch told. */
  heard(id: string, value: Json | undefined): void {
    const before = this.#invitations.get(id);
    this.#invitations.delete(id);
    if (before) remove(this.#byRoom, before.room, id);
    if (before?.for !== undefined) remove(this.#byPerson, before.for, id);
    if (value === undefined) return;
    const invitation = { ...readInvitation(value), id };
    this.#invitations.set(id, invitation);
    insert(this.#byRoom, invitation.room, id);
    const { for: whom } = invitation;
    if (whom !== undefined) insert(this.#byPerson, whom, id);
  }

  /** Returns the invitations to a room that are good. */
  of(room: number): readonly Invitation[] {
    const now = this.#now();
    return this.#all(this.#byRoom.get(room)).filter(({ until }) => until > now);
  }

  /** Returns the invitations of somebody that are good, the oldest first. */
  for(identity: number): readonly Invitation[] {
    const now = this.#now();
    return this.#all(this.#byPerson.get(identity))
      .filter(({ until }) => until > now);
  }

  /** Returns what lets somebody into a room: an invitation, or a code. */
  find(
    room: number,
    identity: number,
    code?: string,
  ): Invitation | undefined {
    const hash = code === undefined ? undefined : hashOf(code);
    return this.of(room).find((invitation) =>
      invitation.for === identity ||
      hash !== undefined && invitation.hash === hash
    );
  }

  /**
   * Invites somebody, once: who is invited already stays so.
   *
   * @throws {ChatError} `too_many`, `store_full`, `unavailable`.
   */
  async invite(whom: number, invitation: NewInvitation): Promise<void> {
    const { room } = invitation;
    const isInvited = this.of(room).some((one) => one.for === whom);
    if (isInvited) return await this.#records.settled();
    await this.#add({ ...invitation, uses: 1 }, { for: whom });
  }

  /**
   * Makes a code of 128 random bits; only its hash is kept.
   *
   * @throws {ChatError} `too_many`, `store_full`, `unavailable`.
   */
  async makeCode(invitation: NewInvitation): Promise<string> {
    const code = newSecret();
    await this.#add(invitation, { hash: hashOf(code) });
    return code;
  }

  /** Notes that whom it is for has heard of it. */
  async setTold(id: string): Promise<void> {
    await this.#records.change(`invitation/${id}`, () => {
      const invitation = this.#invitations.get(id);
      if (!invitation || invitation.told) return UNCHANGED;
      const { id: _, ...record } = invitation;
      return { ...record, told: true };
    });
  }

  /** Uses one up, once; does nothing when it is gone. */
  async use(id: string): Promise<void> {
    await this.#records.change(`invitation/${id}`, () => {
      const invitation = this.#invitations.get(id);
      if (!invitation) return UNCHANGED;
      const { id: _, ...record } = invitation;
      const uses = record.uses - 1;
      return uses > 0 ? { ...record, uses } : undefined;
    });
  }

  /** Ends those to a room. */
  endOf(room: number): Promise<void> {
    return this.#end(this.#all(this.#byRoom.get(room)));
  }

  /** Ends those of a person. */
  endFor(identity: number): Promise<void> {
    return this.#end(this.#all(this.#byPerson.get(identity)));
  }

  /** Ends those to rooms, or of people, that are not there. */
  endOrphans(
    isRoom: (room: number) => boolean,
    isPerson: (identity: number) => boolean,
  ): Promise<void> {
    return this.#end(
      [...this.#invitations.values()].filter((invitation) =>
        !isRoom(invitation.room) ||
        invitation.for !== undefined && !isPerson(invitation.for)
      ),
    );
  }

  /** Ends those whose time is over. */
  expire(): Promise<void> {
    const now = this.#now();
    return this.#end(
      [...this.#invitations.values()].filter(({ until }) => until <= now),
    );
  }

  async #add(
    { room, by, uses = 1, forMs = INVITATION_MS }: NewInvitation,
    whom: { readonly for: number } | { readonly hash: string },
  ): Promise<void> {
    if (this.of(room).length >= MAX_INVITATIONS) {
      throw new ChatError(
        "too_many",
        `Cannot invite more to this room: ${MAX_INVITATIONS} invitations wait`,
      );
    }
    const id = crypto.getRandomValues(new Uint8Array(ID_BYTES)).toHex();
    const until = this.#now() + forMs;
    const record: InvitationRecord = { room, by, ...whom, uses, until };
    await this.#records.change(`invitation/${id}`, () => record);
  }

  #all(ids: Iterable<string> = []): readonly Invitation[] {
    return Array.from(ids, (id) => this.#invitations.get(id))
      .filter((invitation) => invitation !== undefined);
  }

  async #end(over: readonly Invitation[]): Promise<void> {
    await Promise.all(
      over.map(({ id }) =>
        this.#records.change(`invitation/${id}`, () => undefined)
      ),
    );
  }
}

type Index = Map<number, Set<string>>;

function insert(index: Index, key: number, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function remove(index: Index, key: number, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}

function readInvitation(value: Json): InvitationRecord {
  const fields = fieldsOf(value);
  const whom = optionalCount(fields, "for");
  const hash = optionalText(fields, "hash");
  return {
    room: count(fields, "room"),
    by: count(fields, "by"),
    ...(whom !== undefined && { for: whom }),
    ...(hash !== undefined && { hash }),
    uses: count(fields, "uses"),
    until: count(fields, "until"),
    ...(flag(fields, "told") && { told: true }),
  };
}
