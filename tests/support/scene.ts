/**
 * A log, its chat and readers of it without sockets: what readers get is noted,
 * and how much they take is up to the test.
 *
 * @module
 */

import type { Batch, Recipient } from "../../server/chat/batch.ts";
import { fanOut } from "../../server/chat/fan_out.ts";
import type { Payload } from "../../server/chat/payload.ts";
import type { Entry } from "../../server/log/log.ts";
import { MemoryLog } from "../../server/log/memory.ts";
import { PageTurns } from "../../server/log/page_turns.ts";
import { RecentEntries } from "../../server/log/recent_entries.ts";
import type { Dialect } from "../../server/chat/entry_json.ts";
import { Room } from "../../server/chat/room.ts";
import { Feed } from "../../server/session/feed.ts";
import type { FeedLink, FeedOwner } from "../../server/session/feed_parts.ts";
import { identityOf } from "./entries.ts";
import { freeShare } from "./free_share.ts";

/** A log whose entries are shown to who hears the lobby, as in a server. */
export class Scene implements AsyncDisposable {
  /** Who hears what is committed. */
  readonly lobby = new Room("lobby", "lobby");
  /** All rooms somebody hears, by key. */
  readonly rooms = new Map([["lobby", this.lobby]]);
  /** What somebody threw who was shown something. */
  readonly bugs: unknown[] = [];
  /** The log itself. */
  readonly log: MemoryLog;
  #said = 0;
  #shown = 0;

  /** Makes an empty log. */
  constructor(maxEntries = 10_000) {
    const onCommit = (group: readonly Entry[]) => {
      const onBug = (error: unknown) => void this.bugs.push(error);
      const options = { shownBefore: this.#shown, onBug };
      fanOut(group, (key) => this.#audiencesOf(key), options);
      this.#shown = group.at(-1)?.seq ?? 0;
    };
    this.log = new MemoryLog({ onCommit, maxEntries });
  }

  /** Says so many messages in the lobby, and commits them. */
  say(count: number, room = "lobby", tail = ""): void {
    for (let n = 0; n < count; n++) {
      const text = `m${++this.#said}${tail}`;
      const target = { room };
      const by = identityOf("ada");
      const said = { conversation: room, target, author: "ada", by, text };
      this.log.append({ ...said, settle: () => {} });
    }
    this.log.drain();
  }

  /** Lets everything happen that waits for a turn, and commits what is said. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 200; turn++) {
      this.log.drain();
      await Promise.resolve();
    }
  }

  /** Ends it; no timer of the log is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.settle();
    await this.log[Symbol.asyncDispose]();
  }

  /** A reader who hears the lobby. */
  reader(
    name = "reader",
    knowsOwnIds = false,
    dialect: Dialect = "lobby",
  ): Reader {
    const reader = new Reader(this);
    const { feed } = reader;
    this.lobby.listen(feed);
    const identity = identityOf(name);
    const hearing = { conversation: this.lobby, after: 0 };
    feed.begin([hearing], { identity, knowsOwnIds, dialect });
    return reader;
  }

  /** Lets a reader into a room, from here on. */
  letIn({ feed }: Reader, key: string): Room {
    const room = this.rooms.get(key) ?? new Room(key, key, this.log.last);
    this.rooms.set(key, room);
    room.listen(feed);
    feed.hear({ conversation: room, after: this.log.last });
    return room;
  }

  /** Lets a reader out; resolves when it has shown the last that it may. */
  letOut({ feed }: Reader, room: Room): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    room.ignore(feed);
    feed.ignore(room, this.log.last, resolve);
    return promise;
  }

  #audiencesOf(key: string): readonly Room[] {
    const room = this.rooms.get(key);
    return room ? [room] : [];
  }
}

/** A session without a socket that may be full, and notes what it gets. */
export class Reader implements FeedLink, FeedOwner {
  readonly feed: Feed;
  readonly past: number[] = [];
  readonly live: number[] = [];
  readonly ownIds: unknown[] = [];
  readonly more: unknown[] = [];
  readonly errors: unknown[] = [];
  readonly share = freeShare();
  readonly turns = new PageTurns();
  isOpen = true;
  isFull = false;
  hasFallen = false;
  /** Thrown at the next batch. */
  throwNext: Error | undefined;
  /** Called after each page and each batch: what happens meanwhile. */
  meanwhile: () => void = () => {};
  readonly #scene: Scene;
  #room = Promise.withResolvers<void>();

  constructor(scene: Scene) {
    const { log } = scene;
    this.#scene = scene;
    const recent = new RecentEntries(log);
    const source = { log, recent, turns: this.turns };
    this.feed = new Feed(source, this, this);
  }

  get seqs(): readonly number[] {
    return [...this.past, ...this.live];
  }

  get isCongested(): boolean {
    return this.isFull;
  }

  deliver(batch: Batch, recipient: Recipient): boolean {
    if (this.isFull) return false;
    const error = this.throwNext;
    this.throwNext = undefined;
    if (error) throw error;
    for (const text of batch.textsFor(recipient, "lines")) {
      const message = JSON.parse(text);
      this.live.push(message.seq);
      if (message.own_id !== undefined) this.ownIds.push(message.own_id);
    }
    this.meanwhile();
    return true;
  }

  send({ page, fields }: Payload): void {
    for (const message of JSON.parse(page?.json ?? "[]")) {
      this.past.push(message.seq);
      if (message.own_id !== undefined) this.ownIds.push(message.own_id);
    }
    this.more.push(fields?.more);
    this.meanwhile();
  }

  async drained(): Promise<void> {
    while (this.isFull) await this.#room.promise;
  }

  /** Has room again, and uses it. */
  async drain(): Promise<void> {
    this.isFull = false;
    this.#room.resolve();
    this.#room = Promise.withResolvers();
    await this.#scene.settle();
  }

  fellBehind(): void {
    this.hasFallen = true;
  }

  cannotRead(error: unknown): void {
    this.errors.push(error);
  }
}
