/**
 * All rooms there are: by number, and by name.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import { checkWideName } from "../../shared/names.ts";
import { NameIndex } from "./name_index.ts";
import { NameOrder } from "./name_order.ts";
import { looksReserved } from "./name_skeletons.ts";
import type { NumberSeries } from "./number_series.ts";
import { type Records, UNCHANGED } from "./records.ts";
import {
  LOBBY_NUMBER,
  NEW_LOBBY,
  readRoom,
  roomKey,
  roomRecordOf,
  type RoomSettings,
  type RoomState,
} from "./room.ts";

/** Most rooms, the lobby not counted. */
export const MAX_ROOMS = 10_000;
/** Most rooms that one guest has made and that still are. */
export const MAX_GUEST_ROOMS = 3;
/** Most rooms that guests have made and that still are: others are left. */
export const MAX_ROOMS_OF_GUESTS = MAX_ROOMS / 2;
/** A room ends so long after its last member has left. */
export const EMPTY_ROOM_MS = 24 * 3_600_000;
/** And one in which nothing was said. */
export const UNUSED_ROOM_MS = 3_600_000;

/** What a room is made with. */
export interface NewRoom {
  /** As it is spelled, without a `#`. */
  readonly name: string;
  /** The identity that makes it. */
  readonly by: number;
  /** Whether that is a guest, who makes a few only. */
  readonly isGuest: boolean;
  readonly private?: boolean;
  /** The scrypt string of its password. */
  readonly password?: string;
}

/** What becomes of a room; nothing: it ends. */
export type RoomChange = (
  room: RoomState,
) => RoomState | undefined | typeof UNCHANGED;

/** What rooms are decided with. */
export interface RoomsParts {
  readonly records: Records;
  readonly numbers: NumberSeries;
  /** Tells whether somebody has an account. */
  readonly isAccount: (identity: number) => boolean;
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
}

/** Rooms by number and by name. */
export class Rooms {
  readonly #parts: RoomsParts;
  readonly #rooms = new Map<number, RoomState>();
  readonly #names = new NameIndex();
  readonly #order = new NameOrder();

  /** Begins with the lobby. */
  constructor(parts: RoomsParts) {
    this.#parts = parts;
    this.#show(NEW_LOBBY);
  }

  /** How many there are, the lobby included. */
  get size(): number {
    return this.#rooms.size;
  }

  /** The room that everybody is in. */
  get lobby(): RoomState {
    return this.get(LOBBY_NUMBER) ?? NEW_LOBBY;
  }

  /** Returns the room of a number, as long as it is there. */
  get(number: number): RoomState | undefined {
    return this.#rooms.get(number);
  }

  /** Returns the room of a name, in whatever spelling. */
  named(name: string): RoomState | undefined {
    const number = this.#names.owner(name);
    return number === undefined ? undefined : this.get(number);
  }

  /** All of them, in no order. */
  all(): Iterable<RoomState> {
    return this.#rooms.values();
  }

  /** Yields those behind a name, or all, in the order of their names. */
  *behind(name?: string): Generator<RoomState> {
    for (const number of this.#order.behind(name)) {
      const room = this.get(number);
      if (room) yield room;
    }
  }

  /** Takes in what the watch told. */
  heard(number: number, value: Json | undefined): void {
    if (value !== undefined) this.#show({ ...readRoom(value), number });
    else if (number === LOBBY_NUMBER) this.#show(NEW_LOBBY);
    else this.#hide(number);
  }

  /**
   * Makes a room; nobody is in it yet.
   *
   * @throws {ChatError} `bad_room` for a name that is used or illegal,
   * `too_many`, `store_full`, `unavailable`.
   */
  async make({ name, by, isGuest, ...settings }: NewRoom): Promise<RoomState> {
    this.checkName(name);
    this.#checkCount(isGuest ? by : undefined);
    const { number, durable } = this.#parts.numbers.take();
    const now = this.#parts.now();
    const room: RoomState = {
      ...NEW_LOBBY,
      ...settings,
      ...{ number, name, by, made: now, emptySince: now },
    };
    const made = this.#parts.records.change(roomKey(number), () => {
      this.checkName(name);
      return roomRecordOf(room);
    });
    await Promise.all([made, durable]);
    return room;
  }

  /**
   * Changes a room; does nothing when it has ended.
   *
   * @throws {ChatError} `store_full` or `unavailable`, and what `change` throws.
   */
  async change(number: number, change: RoomChange): Promise<void> {
    await this.#parts.records.change(roomKey(number), () => {
      const room = this.get(number);
      if (!room) return UNCHANGED;
      const next = change(room);
      return typeof next === "object" ? roomRecordOf(next) : next;
    });
  }

  /**
   * Sets the topic; an empty one takes it away.
   *
   * @param seq Of the entry that says so: a newer one has been set already.
   */
  setTopic(
    number: number,
    { topic, by, seq }: {
      readonly topic: string;
      readonly by: string;
      readonly seq: number;
    },
  ): Promise<void> {
    return this.change(
      number,
      (room) =>
        seq <= (room.topicSeq ?? 0)
          ? UNCHANGED
          : { ...room, topic, topicBy: by, topicSeq: seq },
    );
  }

  /**
   * Sets rules; a password that is `null` is taken away.
   *
   * @param seq Of the entry that says so: a newer one has been set already.
   */
  set(number: number, settings: SettingsChange, seq: number): Promise<void> {
    return this.change(number, (room) => {
      if (seq <= (room.setSeq ?? 0)) return UNCHANGED;
      const { password: before, ...rest } = room;
      const { password = before, ...others } = settings;
      const next = {
        ...rest,
        ...others,
        ...(typeof password === "string" && { password }),
        setSeq: seq,
      };
      return next;
    });
  }

  /** Notes that somebody is in a room, or nobody any more. */
  setEmpty(number: number, isEmpty: boolean): Promise<void> {
    return this.change(number, ({ emptySince, ...room }) => {
      if (isEmpty === (emptySince !== undefined)) return UNCHANGED;
      return isEmpty ? { ...room, emptySince: this.#parts.now() } : room;
    });
  }

  /** Returns the rooms whose time is over. */
  over(wasSaid: (room: RoomState) => boolean): readonly RoomState[] {
    const now = this.#parts.now();
    return [...this.#rooms.values()].filter((room) => {
      if (room.emptySince === undefined) return false;
      const ms = wasSaid(room) ? EMPTY_ROOM_MS : UNUSED_ROOM_MS;
      return room.emptySince + ms <= now;
    });
  }

  /**
   * Checks that a room may be made under a name.
   *
   * @throws {ChatError} `bad_room` when it is illegal, used, or looks like one
   * that is.
   */
  checkName(name: string): void {
    try {
      checkWideName(name);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      throw new ChatError("bad_room", error.message);
    }
    const isUsed = this.#names.owner(name) !== undefined ||
      this.#names.confusedWith(name) !== undefined;
    if (!isUsed && !looksReserved(name)) return;
    throw new ChatError(
      "bad_room",
      `Cannot make the room "${name}": its name is used, or looks like one that is`,
    );
  }

  /** @param guest Who makes it, if it may make a few only. */
  #checkCount(guest: number | undefined): void {
    if (this.size > MAX_ROOMS) {
      throw tooMany(`this server has ${MAX_ROOMS} already`);
    }
    if (guest === undefined) return;
    const { isAccount } = this.#parts;
    let own = 0;
    let ofGuests = 0;
    for (const { by } of this.#rooms.values()) {
      if (by === guest) own++;
      if (!isAccount(by)) ofGuests++;
    }
    if (own >= MAX_GUEST_ROOMS) {
      throw tooMany(`a guest has ${MAX_GUEST_ROOMS} at most`);
    }
    if (ofGuests > MAX_ROOMS_OF_GUESTS) { // the lobby is nobody's
      throw tooMany(`guests have made ${MAX_ROOMS_OF_GUESTS} already`);
    }
  }

  #show(room: RoomState): void {
    this.#takeOut(room.number);
    this.#order.add(room.name, room.number);
    this.#rooms.set(room.number, room);
    this.#names.add(room.name, room.number);
  }

  #hide(number: number): void {
    this.#takeOut(number);
    this.#order.delete(number);
  }

  #takeOut(number: number): void {
    const room = this.#rooms.get(number);
    if (!room) return;
    this.#rooms.delete(number);
    this.#names.delete(room.name, number);
  }
}

/** Which settings are to be others. */
export type SettingsChange =
  & Partial<Omit<RoomSettings, "password">>
  & { readonly password?: string | null };

function tooMany(why: string): ChatError {
  return new ChatError("too_many", `Cannot make one more room: ${why}`);
}
