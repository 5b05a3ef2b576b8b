/**
 * Everybody who is here, or whose name is kept: how they come in, and go.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Directory } from "../directory/directory.ts";
import type { Identity } from "../directory/identity.ts";
import type { Login, LoginClaim } from "../directory/logins.ts";
import { NameTaken } from "../directory/newcomers.ts";
import { roomConversation } from "../directory/room.ts";
import { talkConversation } from "../directory/talks.ts";
import type { LiveRooms } from "./live_rooms.ts";
import { Person, type PersonLink } from "./person.ts";
import type { Room } from "./room.ts";

/** Somebody who came in. */
export interface Arrival extends Login {
  readonly person: Person;
}

/** What people are here with. */
export interface PeopleParts {
  readonly directory: Directory;
  readonly rooms: LiveRooms;
  /** The clock of deadlines, in milliseconds. */
  readonly now: () => number;
  /** The newest seq that was shown. */
  readonly last: () => number;
  readonly onBug: (error: unknown) => void;
}

/** People by identity. */
export class People {
  readonly #parts: PeopleParts;
  readonly #people = new Map<number, Person>();
  /** How often each is being let in: nobody departs for good meanwhile. */
  readonly #entering = new Map<number, number>();

  /** Nobody is here. */
  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** How many are here. */
  get size(): number {
    return this.#people.size;
  }

  /** Returns somebody who is here, or whose name is kept. */
  get(identity: number): Person | undefined {
    return this.#people.get(identity);
  }

  /** All of them. */
  all(): Iterable<Person> {
    return this.#people.values();
  }

  /**
   * Lets somebody in, when all that is known of it is stored. Another session
   * with the same link ends; of a guest, all others.
   *
   * @throws {ChatError} as `Logins.enter()`; `name_taken` says when a name is
   * free, if it is one that is only kept.
   */
  async login(claim: LoginClaim, link: PersonLink): Promise<Arrival> {
    const { logins, identities } = this.#parts.directory;
    const owner = identities.named(claim.name)?.number ?? 0;
    const live = new Set(this.#people.get(owner)?.links.keys());
    const entering = logins.enter({ ...claim, live });
    // Who has the name: it is who comes in, unless that is refused.
    const number = identities.named(claim.name)?.number ?? 0;
    this.#entering.set(number, (this.#entering.get(number) ?? 0) + 1);
    try {
      const login = await entering;
      return { ...login, person: this.#arrive(login, link) };
    } catch (error) {
      throw error instanceof NameTaken ? this.#keptRefusal(error) : error;
    } finally {
      this.#entered(number);
    }
  }

  /** Ends a session; the name is free at once when it was the last one. */
  logout(person: Person, link: PersonLink): void {
    if (!person.remove(link)) return;
    if (person.links.size === 0) this.#depart(person);
  }

  /** Keeps the name, silently, for somebody whose connection was lost. */
  keep(person: Person, link: PersonLink, until: number): void {
    if (!person.remove(link)) return;
    if (person.links.size === 0) person.keptUntil = until;
  }

  /**
   * Keeps a name, silently, for somebody who was here before the server was
   * started again.
   */
  restore(identity: Identity, until: number): void {
    const person = this.#personOf(identity);
    person.keptUntil = until;
    for (const room of person.rooms) room.restore(person);
  }

  /** Ends links of somebody, all or all but the one of a number. */
  endLinks(identity: number, except?: number): void {
    const person = this.#people.get(identity);
    if (!person) return;
    for (const [number, link] of [...person.links]) {
      if (number === except) continue;
      person.remove(link);
      link.replace();
    }
    if (person.links.size === 0) this.#depart(person);
  }

  /** Frees the names that were kept long enough. */
  expire(now: number): void {
    for (const person of this.#people.values()) {
      if ((person.keptUntil ?? Infinity) <= now) this.#depart(person);
    }
  }

  /** Whoever departed meanwhile, and did not come back, has gone. */
  #entered(number: number): void {
    const others = (this.#entering.get(number) ?? 0) - 1;
    if (others > 0) {
      this.#entering.set(number, others);
      return;
    }
    this.#entering.delete(number);
    const isHere = this.#parts.directory.identities.get(number)?.here ?? false;
    if (isHere && !this.#people.has(number)) this.#forget(number);
  }

  #keptRefusal({ code, message, holder }: NameTaken): ChatError {
    const { keptUntil } = this.#people.get(holder) ?? {};
    if (keptUntil === undefined) return new ChatError(code, message);
    const leftMs = keptUntil - this.#parts.now();
    const retryMs = Math.max(1, Math.ceil(leftMs));
    const seconds = Math.ceil(retryMs / 1000);
    return new ChatError(code, `${message}; free in ${seconds} s`, retryMs);
  }

  #arrive({ identity, link: number }: Login, link: PersonLink): Person {
    const isHere = this.#people.has(identity.number);
    const person = this.#personOf(identity);
    person.keptUntil = undefined;
    person.activeAt = this.#parts.now();
    for (const [other, one] of [...person.links]) {
      if (identity.kind !== "guest" && other !== number) continue;
      person.remove(one);
      one.replace();
    }
    person.links.set(number, link);
    if (!isHere) { for (const room of person.rooms) this.#enter(person, room); }
    return person;
  }

  #enter(person: Person, room: Room): void {
    room.enter(person);
    this.#parts.rooms.changed(room);
  }

  /** Somebody who is here, or is to be, in all its rooms. */
  #personOf({ number, name }: Identity): Person {
    const known = this.#people.get(number);
    if (known) return known;
    const { directory, rooms, last } = this.#parts;
    const talksOf = () =>
      Array.from(directory.talks.of(number), talkConversation);
    const person = new Person({
      identity: number,
      name,
      last: last(),
      talksOf,
    });
    this.#people.set(number, person);
    person.rooms.add(rooms.lobby);
    for (const room of directory.members.roomsOf(number).keys()) {
      const state = directory.rooms.get(room);
      if (!state) continue;
      const key = roomConversation(state);
      person.rooms.add(rooms.open(key, state.name, last()));
    }
    return person;
  }

  #depart(person: Person): void {
    const { identity } = person;
    this.#people.delete(identity);
    for (const room of person.rooms) {
      room.exit(person);
      this.#parts.rooms.changed(room);
    }
    if (!this.#entering.has(identity)) this.#forget(identity);
  }

  #forget(identity: number): void {
    this.#parts.directory.depart(identity).catch((error) => {
      // What cannot be stored now is in the view; the store tells of it.
      if (!(error instanceof ChatError)) this.#parts.onBug(error);
    });
  }
}
