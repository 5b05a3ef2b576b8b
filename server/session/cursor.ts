/**
 * How far one reader has got in the log. History at login, resume after a lost
 * connection and a reader too slow for the live stream are this one thing: read
 * on from the log until caught up, then live. Knows nothing of sockets.
 *
 * There is neither a hole nor a double where past and live meet: whether the
 * reader has caught up is decided, and the reader made live, in one turn, and
 * the log grows and is shown in one turn as well.
 *
 * @module
 */

import {
  type Page,
  pageOf,
  type PageStyle,
  splitPages,
} from "../chat/history_page.ts";
import type { Entry, Log } from "../log/log.ts";
import { Batch } from "../chat/payload.ts";
import type { Recent } from "../log/recent_entries.ts";

/** Where a cursor's entries go. */
export interface Reader {
  /** Whether entries still reach the reader. */
  readonly isOpen: boolean;
  /** Shows a batch; `false`, and nothing of it shown, when too much waits. */
  deliver(batch: Batch): boolean;
  /** Shows a page of the past; `more` tells that another follows. */
  showPage(page: Page, more: boolean): void;
  /** Resolves when there is room for more, or the reader is gone. */
  drained(): Promise<void>;
  /** What the reader needs is no longer in the log. */
  fellBehind(): void;
  /** What the reader needs cannot be read at the moment. */
  cannotRead(error: unknown): void;
}

/** Where a cursor reads. */
export interface CursorSource {
  readonly log: Log;
  /** What many read at once. */
  readonly recent: Recent;
}

/** Entries read from the log at once. */
const READ_SIZE = 100;
/** Bytes of a page shown at once; with the outbox, what a slow reader costs. */
const LIVE_PAGE: PageStyle = {
  form: "objects",
  wire: "lines",
  maxBytes: 64 * 1024,
  keep: "oldest",
};

/** One reader's place in one room's part of the log. */
export class Cursor {
  readonly #log: Log;
  readonly #recent: Recent;
  readonly #room: string;
  readonly #reader: Reader;
  #seq = 0;
  #isLive = false;

  /** Makes a cursor that shows nothing before it is told where to start. */
  constructor({ log, recent }: CursorSource, room: string, reader: Reader) {
    this.#log = log;
    this.#recent = recent;
    this.#room = room;
    this.#reader = reader;
  }

  /** Shows the newest entries as one page, then what comes. */
  async followNewest(limit: number, style: PageStyle): Promise<void> {
    const page = pageOf(await this.#readNewest(limit), style);
    if (page.entries.length > 0) this.#reader.showPage(page, false);
    await this.#catchUp();
  }

  /** Shows the newest entries in as many pages as they need, then what comes. */
  async followPaged(limit: number, style: PageStyle): Promise<void> {
    await this.#showPages(splitPages(await this.#readNewest(limit), style));
    await this.#catchUp();
  }

  /** Shows all entries after `seq` that are left, page by page, then live. */
  async followSince(seq: number, style: PageStyle): Promise<void> {
    this.#seq = Math.max(seq, this.#log.forgotten);
    for (let more = true; more && this.#reader.isOpen;) {
      if (this.#seq < this.#log.forgotten) return this.#reader.fellBehind();
      const read = await this.#read();
      more = read.more;
      await this.#showPages(splitPages(read.entries, style), more);
      this.#seq = read.seq;
    }
    await this.#catchUp();
  }

  /** Shows a live batch, or falls behind and reads on from the log. */
  show(batch: Batch): void {
    if (!this.#isLive || this.#reader.deliver(batch)) return;
    this.#isLive = false;
    this.#seq = batch.after;
    this.#reader.drained().then(() => this.#catchUp())
      .catch((error) => this.#reader.cannotRead(error));
  }

  async #readNewest(limit: number): Promise<readonly Entry[]> {
    const last = this.#log.last;
    const entries = limit > 0
      ? await this.#recent.newest(this.#room, limit)
      : [];
    this.#seq = Math.max(last, entries.at(-1)?.seq ?? 0);
    return entries;
  }

  async #showPages(pages: readonly Page[], more = false): Promise<void> {
    for (const [index, page] of pages.entries()) {
      if (!this.#reader.isOpen) return;
      this.#reader.showPage(page, more || index < pages.length - 1);
      await this.#reader.drained();
    }
  }

  /** Reads on like live, own messages left out, until the reader is live. */
  async #catchUp(): Promise<void> {
    while (this.#reader.isOpen) {
      if (this.#seq >= this.#log.last) {
        this.#isLive = true;
        return;
      }
      if (this.#seq < this.#log.forgotten) return this.#reader.fellBehind();
      const { entries, seq } = await this.#read();
      const page = pageOf(entries, LIVE_PAGE).entries;
      const isWhole = page.length === entries.length;
      if (page.length > 0) this.#reader.deliver(new Batch(page, this.#seq));
      this.#seq = isWhole ? seq : page.at(-1)?.seq ?? seq;
      await this.#reader.drained();
    }
  }

  /** Reads what comes next, and where the reader stands after it. */
  async #read(): Promise<
    { entries: readonly Entry[]; seq: number; more: boolean }
  > {
    const last = this.#log.last;
    const targets = [{ room: this.#room }];
    const query = { targets, after: this.#seq, limit: READ_SIZE + 1 };
    const read = await this.#log.page(query);
    const more = read.length > READ_SIZE;
    const entries = more ? read.slice(0, READ_SIZE) : read;
    const seq = entries.at(-1)?.seq ?? this.#seq;
    // A short read means that up to `last` the room has nothing else.
    return { entries, seq: more ? seq : Math.max(seq, last), more };
  }
}
