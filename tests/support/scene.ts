/**
 * A log, its chat and readers of it without sockets: what readers get is noted,
 * and how much they take is up to the test.
 *
 * @module
 */

import { Chat } from "../../server/chat.ts";
import { Cursor, type Reader } from "../../server/cursor.ts";
import type { Page } from "../../server/history.ts";
import type { Entry } from "../../server/log/log.ts";
import { MemoryLog } from "../../server/log/memory.ts";
import type { Batch, Payload } from "../../server/payload.ts";
import { Recent } from "../../server/recent.ts";
import type { Member } from "../../server/room.ts";

/** A log whose entries are shown to a chat, as in a server. */
export class Scene implements AsyncDisposable {
  /** Who hears what is committed. */
  readonly chat = new Chat();
  /** The log itself. */
  readonly log: MemoryLog;
  #said = 0;

  /** Makes an empty log. */
  constructor(maxEntries = 10_000) {
    const onCommit = (group: readonly Entry[]) => this.chat.show(group);
    this.log = new MemoryLog({ onCommit, maxEntries });
  }

  /** Says so many messages in the lobby, and commits them. */
  say(count: number, room = "lobby", tail = ""): void {
    for (let n = 0; n < count; n++) {
      const text = `m${++this.#said}${tail}`;
      const target = { room };
      this.log.append({ target, author: "ada", text, settle: () => {} });
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
  reader(): Listener {
    const listener = new Listener(this);
    this.chat.listen(listener);
    return listener;
  }
}

/** A reader that may be full, and notes what it gets. */
export class Listener implements Reader, Member {
  readonly cursor: Cursor;
  readonly past: number[] = [];
  readonly live: number[] = [];
  readonly more: boolean[] = [];
  readonly errors: unknown[] = [];
  isOpen = true;
  isFull = false;
  hasFallen = false;
  /** Called after each page and each batch: what happens meanwhile. */
  meanwhile: () => void = () => {};
  readonly #scene: Scene;
  #room = Promise.withResolvers<void>();

  constructor(scene: Scene) {
    const { log } = scene;
    this.#scene = scene;
    this.cursor = new Cursor({ log, recent: new Recent(log) }, "lobby", this);
  }

  get seqs(): readonly number[] {
    return [...this.past, ...this.live];
  }

  show(batch: Batch): void {
    this.cursor.show(batch);
  }

  deliver({ entries }: Batch): boolean {
    if (this.isFull) return false;
    this.live.push(...entries.map(({ seq }) => seq));
    this.meanwhile();
    return true;
  }

  showPage({ entries }: Page, more: boolean): void {
    this.past.push(...entries.map(({ seq }) => seq));
    this.more.push(more);
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

  tell(_presence: Payload): void {}
  replace(): void {}
}
