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
import { pageOf, type PageStyle } from "../chat/history_page.ts";
import type { Payload } from "../chat/payload.ts";
import type { Dialect } from "../chat/entry_json.ts";
import type { Conversation, Hearing, Listener } from "../chat/listener.ts";
import type { Entry, Log } from "../log/log.ts";
import { isFull } from "../log/page_space.ts";
import type { PageTurns } from "../log/page_turns.ts";
import type { RecentEntries } from "../log/recent_entries.ts";
import type {
  FeedLink,
  FeedOwner,
  FeedSource,
  FeedUser,
} from "./feed_parts.ts";
import { Hearings } from "./hearings.ts";
import { LoginPages } from "./login_pages.ts";
import { READ_SIZE, type ReadOn, readOn, upTo } from "./read_on.ts";

/** Bytes of a page shown at once; with the outbox, what a slow reader costs. */
const LIVE_PAGE: PageStyle = {
  form: "objects",
  wire: "lines",
  dialect: "rooms",
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
  /** Whose feed it is. */
  identity = 0;
  /** What the program knows of. */
  dialect: Dialect = "lobby";
  /** Whether the program knows its own messages by the id it gave them. */
  knowsOwnIds = false;
  /** The same as `sent`; most sessions never send. */
  #sent: number[] | undefined;
  #hearings = new Hearings();
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
  begin(
    hearings: readonly Hearing[],
    { identity, knowsOwnIds, dialect }: FeedUser,
  ): void {
    this.#hearings = new Hearings(hearings);
    this.identity = identity;
    this.knowsOwnIds = knowsOwnIds;
    this.dialect = dialect;
  }

  /** Hears one more conversation from here on. */
  hear(hearing: Hearing): void {
    // What was shown of it to others before is nothing that is missed.
    if (this.#isLive) this.#pass(this.#log.last);
    this.#hearings.add(hearing);
  }

  /** Hears a conversation no longer; `then` is called behind its last entry. */
  ignore(conversation: Conversation, upTo: number, then: () => void): void {
    this.#hearings.end(conversation, upTo, then);
    this.#hearings.passed(this.#isLive ? upTo : this.#position);
  }

  /** Shows the newest entries as one page, then what comes. */
  async startNewest(limit: number, style: PageStyle): Promise<void> {
    const pages = new LoginPages(this.#link, this);
    const { last } = this.#log;
    const newest = await this.#readNewest(limit, last);
    pages.sendOne(newest, style);
    this.#pass(last);
    await this.#catchUp();
  }

  /** Shows the newest entries in as many pages as they need, then what comes. */
  async startPaged(limit: number, style: PageStyle): Promise<void> {
    const pages = new LoginPages(this.#link, this);
    const { last } = this.#log;
    const newest = await this.#readNewest(limit, last);
    if (newest.length < limit && isFull(newest, { limit })) {
      const { share } = this.#link;
      const ranges = this.#hearings.ranges();
      const first = await this.#recent.firstOf(ranges, limit, share);
      return this.startSince(first - 1, style);
    }
    const after = (newest[0]?.seq ?? last + 1) - 1;
    await pages.send(newest, style, { after, upTo: last, more: false });
    this.#pass(last);
    await this.#catchUp();
  }

  /** Shows all entries after `seq` that are left, page by page, then live. */
  async startSince(seq: number, style: PageStyle): Promise<void> {
    const pages = new LoginPages(this.#link, this);
    let after = Math.max(seq, this.#log.forgotten);
    this.#position = after;
    for (let more = true; more && this.#link.isOpen;) {
      const read = await this.#read();
      if (!read) return this.#owner.fellBehind();
      more = read.more;
      await pages.send(read.entries, style, { after, upTo: read.seq, more });
      after = read.seq;
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
    return batch.shownBefore <= this.#position ||
      this.#hearings.areShownUpTo(this.#position);
  }

  #isTooFarBehind(): boolean {
    return this.#position < this.#log.forgotten;
  }

  #pass(seq: number): void {
    this.#position = seq;
    this.#hearings.passed(seq);
    if (!this.#sent || this.#sent.length === 0) return;
    const left = this.#sent.findIndex((own) => own > seq);
    if (left < 0) this.#sent.length = 0;
    else this.#sent.splice(0, left);
  }

  /** Nothing behind `last`: who is let in behind it would miss something. */
  async #readNewest(limit: number, last: number): Promise<readonly Entry[]> {
    if (limit === 0) return NOTHING;
    return upTo(
      last,
      await this.#recent.newest(this.#hearings.ranges(), limit),
    );
  }

  /** Reads on like live, own messages left out, until the feed is live. */
  async #catchUp(): Promise<void> {
    while (this.#link.isOpen) {
      if (this.#position >= this.#log.last) {
        this.#isLive = true;
        return this.#hearings.passed(this.#position);
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
      const position = this.#position;
      const conversations = this.#hearings.ranges(position);
      const query = { conversations, after: position, ...READ_SIZE };
      const read = await share.measure(() => this.#log.page(query));
      return readOn(upTo(last, read), { position, last });
    });
  }
}
