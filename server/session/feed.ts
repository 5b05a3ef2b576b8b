/**
 * How far one session has got in the log. History at login, resume after a lost
 * connection and a peer too slow for the live stream are this one thing: read on
 * from the log until caught up, then live. All conversations that the session
 * hears are one stream, in the order of `seq`.
 *
 * 1. Whether the feed has caught up is decided, and it is made live, in one
 *    turn; the log grows and is shown in one turn as well. So there is neither a
 *    hole nor a double where pages end and live begins.
 * 2. A live batch is taken only where it joins on: everything that was shown
 *    before it is at or before the feed's position, all of it is after.
 *    Otherwise the feed reads on from the log.
 * 3. The position moves only behind what the link has taken.
 *
 * @module
 */

import { Batch, type Recipient } from "../chat/batch.ts";
import {
  type Page,
  pageOf,
  type PageStyle,
  splitPages,
  splitPagesFor,
} from "../chat/history_page.ts";
import type { Payload } from "../chat/payload.ts";
import type { Conversation, Listener } from "../chat/room.ts";
import type { Entry, Log } from "../log/log.ts";
import { isFull } from "../log/page_space.ts";
import type { PageTurns } from "../log/page_turns.ts";
import type { RecentEntries } from "../log/recent_entries.ts";
import type { Link } from "../net/link.ts";
import { READ_SIZE, type ReadOn, readOn } from "./read_on.ts";

/** What a feed needs of its link. */
export type FeedLink = Pick<
  Link,
  "deliver" | "drained" | "isCongested" | "isOpen" | "send" | "share"
>;

/** Where a feed reads. */
export interface FeedSource {
  readonly log: Log;
  /** What many read at once. */
  readonly recent: RecentEntries;
  /** Who reads when. */
  readonly turns: PageTurns;
}

/** Who is notified when a feed cannot go on. */
export interface FeedOwner {
  /** What comes next is no longer in the log. */
  fellBehind(): void;
  /** What comes next cannot be read at the moment. */
  cannotRead(error: unknown): void;
}

/** Whose feed it is. */
export interface FeedUser {
  /** The folded name. */
  readonly key: string;
  /** Whether its program knows presence, and its own messages by their id. */
  readonly isModern: boolean;
}

/** Bytes of a page shown at once; with the outbox, what a slow reader costs. */
const LIVE_PAGE: PageStyle = {
  form: "objects",
  wire: "lines",
  maxBytes: 64 * 1024,
  keep: "oldest",
};
/** Own messages that may be stored while the feed is behind them. */
const MAX_SENT = 10_000;

const NOTHING: readonly never[] = [];

/** One session's place in the log. */
export class Feed implements Listener, Recipient {
  readonly #log: Log;
  readonly #recent: RecentEntries;
  readonly #turns: PageTurns;
  readonly #link: FeedLink;
  readonly #owner: FeedOwner;
  /** Messages of this session that are stored and that the feed has not passed. */
  sent: readonly number[] = NOTHING;
  /** The folded name of the author whose feed it is. */
  key = "";
  /** Whether the program knows its own messages by the id it gave them. */
  knowsOwnIds = false;
  /** The same as `sent`; most sessions never send. */
  #sent: number[] | undefined;
  #conversations: readonly Conversation[] = NOTHING;
  #position = 0;
  #isLive = false;
  #isReading = false;
  /** Whether it fell behind since it began to read on. */
  #isBehind = false;

  /** Makes a feed that shows nothing before it is started. */
  constructor(
    { log, recent, turns }: FeedSource,
    link: FeedLink,
    owner: FeedOwner,
  ) {
    this.#log = log;
    this.#turns = turns;
    this.#recent = recent;
    this.#link = link;
    this.#owner = owner;
  }

  /** Begins to hear these conversations, for this reader. */
  hear(
    conversations: readonly Conversation[],
    { key, isModern }: FeedUser,
  ): void {
    this.#conversations = conversations;
    this.key = key;
    this.knowsOwnIds = isModern;
  }

  /** Shows the newest entries as one page, then what comes. */
  async startNewest(limit: number, style: PageStyle): Promise<void> {
    const page = pageOf(await this.#readNewest(limit), style);
    if (page.entries.length > 0) this.#sendPage(page, false);
    await this.#catchUp();
  }

  /** Shows the newest entries in as many pages as they need, then what comes. */
  async startPaged(limit: number, style: PageStyle): Promise<void> {
    const newest = await this.#readNewest(limit);
    if (newest.length < limit && isFull(newest, { limit })) {
      const { share } = this.#link;
      const first = await this.#recent.firstOf(this.#ranges(), limit, share);
      return this.startSince(first - 1, style);
    }
    await this.#sendPages(newest, style, false);
    await this.#catchUp();
  }

  /** Shows all entries after `seq` that are left, page by page, then live. */
  async startSince(seq: number, style: PageStyle): Promise<void> {
    this.#position = Math.max(seq, this.#log.forgotten);
    for (let more = true; more && this.#link.isOpen;) {
      const read = await this.#read();
      if (!read) return this.#owner.fellBehind();
      more = read.more;
      await this.#sendPages(read.entries, style, more);
      this.#pass(read.seq);
    }
    await this.#catchUp();
  }

  /** A message of this session was stored; it is not shown to it. */
  stored(seq: number): void {
    if (this.#sent) this.#sent.push(seq);
    else this.sent = this.#sent = [seq];
    if (this.sent.length > MAX_SENT) this.#owner.fellBehind();
  }

  /** Shows a live batch, or falls behind and reads on from the log. */
  show(batch: Batch): void {
    if (!this.#isLive) return; // reads it from the log
    if (this.#joinsOn(batch) && this.#link.deliver(batch, this)) {
      this.#pass(batch.last);
    } else this.readOn();
  }

  /** Reads on from the log until it is live again; never throws. */
  readOn(): void {
    this.#isLive = false;
    this.#isBehind = true;
    if (!this.#isReading) void this.#readUntilLive();
  }

  /** Sends who came and left. */
  tell(presence: Payload): void {
    // One that lags asks for `names` when it has caught up; presence has no log.
    if (this.knowsOwnIds && !this.#link.isCongested) this.#link.send(presence);
  }

  /** A batch may be refused in the moment in which the feed became live. */
  async #readUntilLive(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#isBehind) {
        this.#isBehind = false;
        await this.#link.drained();
        await this.#catchUp();
      }
    } catch (error) {
      this.#owner.cannotRead(error);
    } finally {
      this.#isReading = false;
    }
  }

  #joinsOn(batch: Batch): boolean {
    if (batch.first <= this.#position) return false;
    for (const { shown } of this.#conversations) {
      if (shown > this.#position) return false;
    }
    return true;
  }

  #isTooFarBehind(): boolean {
    return this.#position < this.#log.forgotten;
  }

  #pass(seq: number): void {
    this.#position = seq;
    if (!this.#sent || this.#sent.length === 0) return;
    const left = this.#sent.findIndex((own) => own > seq);
    if (left < 0) this.#sent.length = 0;
    else this.#sent.splice(0, left);
  }

  async #readNewest(limit: number): Promise<readonly Entry[]> {
    const last = this.#log.last;
    const entries = limit > 0
      ? await this.#recent.newest(this.#ranges(), limit)
      : [];
    this.#position = Math.max(last, entries.at(-1)?.seq ?? 0);
    return entries;
  }

  #sendPage(page: Page, more: boolean): void {
    this.#link.send({ response: "history", page, fields: { more } });
  }

  async #sendPages(
    entries: readonly Entry[],
    style: PageStyle,
    more: boolean,
  ): Promise<void> {
    const pages = this.knowsOwnIds
      ? splitPagesFor(this.key, entries, style)
      : splitPages(entries, style);
    for (const [index, page] of pages.entries()) {
      if (!this.#link.isOpen) return;
      await this.#link.share.turn();
      this.#sendPage(page, more || index < pages.length - 1);
      await this.#link.drained();
    }
  }

  /** Reads on like live, own messages left out, until the feed is live. */
  async #catchUp(): Promise<void> {
    while (this.#link.isOpen) {
      if (this.#position >= this.#log.last) {
        this.#isLive = true;
        return;
      }
      const read = await this.#read();
      if (!read) return this.#owner.fellBehind();
      const { entries, seq } = read;
      this.#link.share.measure(() => this.#deliverPage(entries, seq));
      await this.#link.drained();
    }
  }

  /** Delivers as many as fit; up to `seq` there is nothing else to hear. */
  #deliverPage(entries: readonly Entry[], seq: number): void {
    const page = pageOf(entries, LIVE_PAGE).entries;
    const isWhole = page.length === entries.length;
    const isTaken = page.length === 0 ||
      this.#link.deliver(new Batch(page), this);
    if (isTaken) this.#pass(isWhole ? seq : page.at(-1)?.seq ?? seq);
  }

  /** Reads what comes next in its turn; missing when that is forgotten. */
  #read(): Promise<ReadOn | undefined> {
    const { share } = this.#link;
    return this.#turns.run(share.line, async () => {
      await share.turn();
      if (this.#isTooFarBehind()) return undefined;
      const { last } = this.#log;
      const query = {
        conversations: this.#ranges(),
        after: this.#position,
        ...READ_SIZE,
      };
      const read = await share.measure(() => this.#log.page(query));
      return readOn(read, { position: this.#position, last });
    });
  }

  #ranges() {
    return this.#conversations.map(({ key }) => ({ key }));
  }
}
