/**
 * All that is kept about people and rooms, and is not said in the chat: one view
 * in memory, from which everything is decided at once, and a store behind it.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { Blocks } from "./blocks.ts";
import type { DirectoryStore } from "./directory_store.ts";
import { expirePeople, type ExpiryParts } from "./expiry.ts";
import type { Identity } from "./identity.ts";
import { Identities } from "./identities.ts";
import { Invitations } from "./invitations.ts";
import { Logins } from "./logins.ts";
import { Members } from "./members.ts";
import { isFailure, Newcomers } from "./newcomers.ts";
import { NumberSeries } from "./number_series.ts";
import { removeOrphans } from "./orphans.ts";
import { ReadMarks } from "./read_marks.ts";
import { RecordDamage } from "./record_fields.ts";
import { hearRecord, type ViewParts } from "./record_families.ts";
import { Records, UNCHANGED } from "./records.ts";
import { roomConversation, roomKey, type RoomState } from "./room.ts";
import { Rooms } from "./rooms.ts";
import { StopNote } from "./stop_note.ts";
import { keepTokens } from "./token_life.ts";
import { Talks } from "./talks.ts";

/** Under this key a directory has a name of its own: its numbers are its own. */
export const ID_KEY = "directory/id";

const ID_BYTES = 8;

/** Options for {@linkcode Directory}. */
export interface DirectoryOptions {
  /**
   * The first number that is given out of a directory that has given none; see
   * `numberAboveLost()`.
   *
   * @default {1}
   */
  readonly firstNumber?: number;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
  /**
   * Called with what cannot be read, and with mistakes of the program.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
}

/** People and rooms; decisions are made before the first `await`. */
export class Directory implements AsyncDisposable {
  readonly #store: DirectoryStore;
  readonly #records: Records;
  readonly #now: () => number;
  readonly #onBug: (error: unknown) => void;
  readonly #view: ViewParts;
  readonly #stopNote: StopNote;
  readonly #identityNumbers: NumberSeries;
  readonly #roomNumbers: NumberSeries;
  /** Accounts and guests. */
  readonly identities: Identities;
  /** How they begin. */
  readonly newcomers: Newcomers;
  /** How people come in and go. */
  readonly logins: Logins;
  /** Who takes direct messages of whom. */
  readonly blocks: Blocks;
  /** How rooms are called, and their rules. */
  readonly rooms: Rooms;
  /** Who is in which room. */
  readonly members: Members;
  /** Which talk two people have. */
  readonly talks: Talks;
  /** How far everybody has read. */
  readonly readMarks: ReadMarks;
  /** Who may come into which room. */
  readonly invitations: Invitations;

  private constructor(store: DirectoryStore, options: DirectoryOptions) {
    const { now = Date.now, firstNumber } = options;
    this.#now = now;
    this.#onBug = options.onBug ?? reportError;
    this.#store = store;
    const records = new Records(store);
    this.#records = records;
    this.#identityNumbers = new NumberSeries(
      "counter/identity",
      records,
      firstNumber,
    );
    this.#roomNumbers = new NumberSeries("counter/room", records, firstNumber);
    this.#stopNote = new StopNote(records);
    this.identities = new Identities(records);
    this.blocks = new Blocks(this.identities);
    const isAccount = (number: number) => this.identities.isAccount(number);
    const roomParts = { records, numbers: this.#roomNumbers, isAccount, now };
    this.rooms = new Rooms(roomParts);
    const { identities, rooms } = this;
    this.members = new Members({ records, identities, rooms, now });
    this.readMarks = new ReadMarks(records, this.#onBug);
    const { readMarks } = this;
    this.talks = new Talks({ records, identities, readMarks });
    this.invitations = new Invitations(records, now);
    const end = (identity: number) => this.endIdentity(identity);
    const numbers = this.#identityNumbers;
    this.newcomers = new Newcomers({ identities, numbers, end });
    const { newcomers } = this;
    this.#view = {
      ...{ identities, rooms, members: this.members, talks: this.talks },
      ...{ readMarks: this.readMarks, invitations: this.invitations },
      ...{ identityNumbers: this.#identityNumbers },
      ...{ roomNumbers: this.#roomNumbers, stopNote: this.#stopNote },
    };
    this.logins = new Logins({ identities, newcomers, now, end });
  }

  /** Reads all that is in a store, which ends with the directory. */
  static async open(
    store: DirectoryStore,
    options: DirectoryOptions = {},
  ): Promise<Directory> {
    const directory = new Directory(store, options);
    await store.watch((key, value, revision) =>
      directory.#heard(key, value, revision)
    );
    directory.#identityNumbers.prepare();
    directory.#mend();
    return directory;
  }

  /** Resolves when all that was changed so far is durable. */
  settled(): Promise<void> {
    return this.#records.settled();
  }

  /**
   * Notes that somebody is here no longer: its last link has logged out, or was
   * lost too long ago. A guest leaves its rooms, and its token can bring the rest
   * back; an account stays what it was.
   */
  async depart(identity: number): Promise<void> {
    const { kind, isStored } = this.identities.get(identity) ?? {};
    if (isStored === false) return await this.endIdentity(identity);
    const leaves = kind === "guest" ? this.#leaveRooms(identity) : undefined;
    await Promise.all([leaves, this.logins.leave(identity)]);
  }

  async #leaveRooms(identity: number): Promise<void> {
    const rooms = [...this.members.roomsOf(identity).keys()]
      .map((number) => this.rooms.get(number))
      .filter((room) => room !== undefined);
    await Promise.all(rooms.map((room) => this.leave(room, identity)));
  }

  /** Ends an identity, with all that is its own; its number is not given again. */
  async endIdentity(identity: number): Promise<void> {
    await Promise.all([
      this.members.leaveAll(identity),
      this.identities.change(identity, () => undefined),
      this.readMarks.end(identity),
      this.invitations.endFor(identity),
      this.talks.end(identity, (other) => this.#isThere(other)),
    ]);
  }

  /**
   * Returns who was here when the process before ended, however it did; nobody
   * when it was stopped more than an hour ago: they are gone then.
   */
  takeWhoWasHere(): readonly Identity[] {
    const here = this.logins.here();
    if (!this.#stopNote.isLongAgo(this.#now())) return here;
    Promise.all(here.map(({ number }) => this.depart(number)))
      .catch((error) => {
        if (!isFailure(error)) this.#onBug(error);
      });
    return [];
  }

  /** Takes somebody out of a room; what was read there is not remembered. */
  async leave(room: RoomState, identity: number): Promise<void> {
    await Promise.all([
      this.members.leave(room.number, identity),
      this.readMarks.end(identity, roomConversation(room)),
    ]);
  }

  /** Ends a room; made again under its name it is another one. */
  async endRoom(room: RoomState): Promise<void> {
    const members = [...this.members.of(room.number).keys()];
    await Promise.all([
      ...members.map((identity) => this.leave(room, identity)),
      this.invitations.endOf(room.number),
      this.#records.change(roomKey(room.number), () => undefined),
    ]);
  }

  /**
   * Ends what is over: guests, tokens, invitations, rooms. To be called now and
   * then.
   *
   * @param wasSaid Whether anything was ever said in a room.
   * @returns the rooms that have ended.
   */
  async expire(
    wasSaid: (room: RoomState) => boolean,
  ): Promise<readonly RoomState[]> {
    const rooms = this.rooms.over(wasSaid);
    await Promise.all([
      ...rooms.map((room) => this.endRoom(room)),
      expirePeople(this.#peopleParts, this.#now()),
      this.invitations.expire(),
    ]);
    return rooms;
  }

  /**
   * Notes which links of somebody are there, so that their tokens stay good. To
   * be called now and then.
   */
  async linksAreThere(
    identity: number,
    links: ReadonlySet<number>,
  ): Promise<void> {
    await keepTokens(this.identities, identity, { links, now: this.#now() });
  }

  /** Keeps the read marks, and closes the store. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopNote.leave(this.#now()).catch(() => {
      // The disk fails; the store has told of it.
    });
    await this.readMarks[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  /** Takes away what belongs to nobody; on a full disk it stays, unseen. */
  #mend(): void {
    const orphans = removeOrphans({
      ...this.#peopleParts,
      ...{ rooms: this.rooms, invitations: this.invitations },
      readMarks: this.readMarks,
    });
    const id = crypto.getRandomValues(new Uint8Array(ID_BYTES)).toHex();
    const named = this.#records.change(
      ID_KEY,
      () => this.#hasId ? UNCHANGED : id,
    );
    const taken = this.#stopNote.take();
    Promise.all([orphans, named, taken]).catch((error) => {
      if (!isFailure(error)) this.#onBug(error);
    });
  }

  get #peopleParts(): ExpiryParts {
    const { identities, members } = this;
    const end = (identity: number) => this.endIdentity(identity);
    return { identities, members, end };
  }

  #isThere(identity: number): boolean {
    return this.identities.get(identity) !== undefined;
  }

  get #hasId(): boolean {
    return this.#records.has(ID_KEY);
  }

  /** Takes in what the watch told; what cannot be read is left out. */
  #heard(key: string, value: Json | undefined, revision: number): void {
    this.#records.heard(key, value, revision);
    try {
      hearRecord(this.#view, key, value);
    } catch (error) {
      if (!(error instanceof RecordDamage)) throw error;
      this.#onBug(new Error(`Cannot read "${key}": ${error.message}`));
    }
  }
}
