/**
 * Who hears what at the moment: the one owner of presence. Who somebody is, and
 * in which rooms, the directory knows. Every change is finished before the first
 * `await`.
 *
 * @module
 */

import type { Directory } from "../directory/directory.ts";
import type { Membership } from "../directory/membership.ts";
import { roomConversation, type RoomState } from "../directory/room.ts";
import { isTalkKey, talkOf } from "../log/conversation.ts";
import type { Entry } from "../log/log.ts";
import { fanOut } from "./fan_out.ts";
import type { Audience, Hearing } from "./listener.ts";
import { LiveRooms } from "./live_rooms.ts";
import { People } from "./people.ts";
import type { Person, PersonLink } from "./person.ts";
import { type LogAge, type Purpose, readableAfter } from "./readable.ts";
import type { Room } from "./room.ts";
import { joinedNotice, leftNotice } from "./room_notices.ts";
import { SeqAges } from "./seq_ages.ts";

/** Options for {@linkcode Chat}. */
export interface ChatOptions {
  /** Who people are, and in which rooms. */
  readonly directory: Directory;
  /**
   * The clock of deadlines, in milliseconds.
   *
   * @default {() => 0}
   */
  readonly now?: () => number;
  /**
   * Called with what a listener threw; the others still get what was shown.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
}

/** A link whose answer tells it what the others are told. */
interface Asking {
  readonly link: PersonLink;
  /** Called when it has shown the last of the room that it may show. */
  readonly onLeft?: () => void;
}

/** The live state of the server. */
export class Chat implements Disposable {
  /** Everybody who is here. */
  readonly people: People;
  /** The clock of deadlines, in milliseconds. */
  readonly now: () => number;
  readonly #directory: Directory;
  readonly #onBug: (error: unknown) => void;
  readonly #rooms: LiveRooms;
  #asking: Asking | undefined;
  readonly #ages = new SeqAges();
  #last = 0;

  /** Makes a chat with nobody in it. */
  constructor({ directory, now = () => 0, onBug = reportError }: ChatOptions) {
    this.#directory = directory;
    this.#onBug = onBug;
    this.now = now;
    const rooms = this.#rooms = new LiveRooms(onBug);
    const last = () => this.#last;
    this.people = new People({ directory, rooms, now, last, onBug });
    directory.members.follow((before, after) => {
      this.#memberChanged(before, after);
    });
  }

  /** Takes what the log holds already as shown. */
  startAfter(seq: number): void {
    this.#last = this.#rooms.lobby.shown = seq;
  }

  /** Everything up to this seq was shown. */
  get last(): number {
    return this.#last;
  }

  /** Where the log stands. */
  get logAge(): LogAge {
    return { last: this.#last, old: this.#ages.old(this.now()) };
  }

  /** Does what is due at a time on the clock of deadlines. */
  tick(now: number): void {
    this.#ages.note(now, this.#last);
    this.people.expire(now);
  }

  /** Returns a room as it is at the moment, if somebody is there. */
  room(state: RoomState): Room | undefined {
    return this.#rooms.get(roomConversation(state));
  }

  /** Lets a link hear what is said from now on; returns what that is. */
  listen(
    person: Person,
    link: PersonLink,
    purpose: Exclude<Purpose, "past">,
  ): readonly Hearing[] {
    person.listen(link);
    const hearings: Hearing[] = [{ conversation: person, after: 0 }];
    for (const room of person.roomsOf(link, this.#rooms.lobby)) {
      room.listen(link.listener);
      const after = this.#after(person, room, purpose);
      hearings.push({ conversation: room, after });
    }
    return hearings;
  }

  /**
   * Lets somebody into a room; its other links are told.
   *
   * @throws {ChatError} as `Members.join()`.
   */
  join(
    { identity }: Person,
    { number }: RoomState,
    link: PersonLink,
  ): Promise<Membership> {
    const { members } = this.#directory;
    return this.#ask(
      { link },
      () => members.join(number, identity, this.#last),
    );
  }

  /**
   * Lets somebody out of a room; its other links are told. Resolves when the
   * link has shown the last that it may show.
   */
  async leave(
    { identity }: Person,
    room: RoomState,
    link: PersonLink,
  ): Promise<void> {
    const { promise, resolve: onLeft } = Promise.withResolvers<void>();
    const leave = () => this.#directory.leave(room, identity);
    await Promise.all([this.#ask({ link, onLeft }, leave), promise]);
  }

  /** Returns how many hear what is said in a conversation. */
  listenersOf(key: string): number {
    return this.#rooms.get(key)?.listeners.size ?? 1;
  }

  /** Shows a committed group to everybody who hears some of it. */
  readonly show = (group: readonly Entry[]): void => {
    try {
      fanOut(group, (key) => this.#audiencesOf(key), {
        shownBefore: this.#last,
        onBug: this.#onBug,
      });
    } finally {
      this.#last = group.at(-1)?.seq ?? this.#last;
    }
  };

  /** Sends no more presence. */
  [Symbol.dispose](): void {
    this.#rooms[Symbol.dispose]();
  }

  #ask<T>(asking: Asking, change: () => T): T {
    this.#asking = asking;
    try {
      return change();
    } finally {
      this.#asking = undefined;
    }
  }

  /** Somebody is in one room more, or in one less, whoever did it. */
  #memberChanged(before?: Membership, after?: Membership): void {
    const { room: number = 0, identity = 0 } = after ?? before ?? {};
    const person = this.people.get(identity);
    const state = this.#directory.rooms.get(number);
    if (!person || !state || (before && after)) return;
    if (after) this.#letIn(person, state, after);
    else this.#letOut(person, state);
  }

  #letIn(person: Person, state: RoomState, membership: Membership): void {
    const room = this.#open(state);
    const hearing = { conversation: room, after: membership.joined };
    person.rooms.add(room);
    room.enter(person);
    this.#rooms.changed(room);
    for (const link of person.roomLinks) {
      const isAsking = link === this.#asking?.link;
      if (!isAsking) link.send(joinedNotice(room, state, membership));
      room.listen(link.listener);
      link.listener.hear(hearing);
    }
  }

  #letOut(person: Person, state: RoomState): void {
    const room = this.#open(state);
    person.rooms.delete(room);
    room.exit(person);
    for (const link of person.roomLinks) {
      const isAsking = link === this.#asking?.link;
      const onLeft = isAsking ? this.#asking?.onLeft : undefined;
      room.ignore(link.listener);
      link.listener.ignore(
        room,
        this.#last,
        onLeft ?? (() => link.send(leftNotice(room.name))),
      );
    }
    this.#rooms.changed(room);
  }

  #open(state: RoomState): Room {
    return this.#rooms.open(roomConversation(state), state.name, this.#last);
  }

  #after(
    { identity }: Person,
    { name }: Room,
    purpose: Exclude<Purpose, "past">,
  ): number {
    const room = this.#directory.rooms.named(name);
    const log = this.logAge;
    const after = room &&
      readableAfter(this.#directory, identity, { room, purpose, log });
    return after ?? log.last;
  }

  #audiencesOf(key: string): readonly Audience[] {
    const room = this.#rooms.get(key);
    if (room) return [room];
    const talk = isTalkKey(key)
      ? this.#directory.talks.get(talkOf(key))
      : undefined;
    if (!talk) return [];
    return [...new Set([talk.a.number, talk.b.number])]
      .map((number) => this.people.get(number))
      .filter((person) => person !== undefined);
  }
}
