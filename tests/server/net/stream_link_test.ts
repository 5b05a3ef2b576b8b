import { assert, assertEquals } from "@std/assert";
import { ByteRate } from "../../../server/net/byte_rate.ts";
import { MAX_OUTBOX_BYTES } from "../../../server/net/limits.ts";
import type { LinkOwner } from "../../../server/net/link.ts";
import { StreamLink } from "../../../server/net/stream_link.ts";
import { Batch, type Recipient } from "../../../server/chat/batch.ts";
import { Ticker } from "../../../server/net/ticker.ts";
import type { Frame } from "../../../shared/frame.ts";
import { identityOf, ownEntryOf as entryOf } from "../../support/entries.ts";
import { Peer } from "../../support/peer.ts";
import { SocketPair } from "../../support/socket_pair.ts";
import { within } from "../../support/within.ts";
import { freeShare } from "../../support/free_share.ts";

/** Notes what a link tells it. */
class Owner implements LinkOwner {
  readonly frames: Frame[] = [];
  hasEnded = false;
  gones = 0;
  readonly bugs: unknown[] = [];
  /** Thrown at the next frames. */
  throwNext: Error | undefined;
  #wake = Promise.withResolvers<void>();

  receive(frames: readonly Frame[]): void {
    this.frames.push(...frames);
    this.#wake.resolve();
    const error = this.throwNext;
    this.throwNext = undefined;
    if (error) throw error;
  }

  ended(): void {
    this.hasEnded = true;
    this.#wake.resolve();
  }

  failed(error: unknown): void {
    this.bugs.push(error);
    this.#wake.resolve();
  }

  flooded(): void {
    throw new Error("There is no limit");
  }

  gone(): void {
    this.gones++;
    this.#wake.resolve();
  }

  /** Resolves when something happened and it is as wanted. */
  async until(isWanted: (owner: Owner) => boolean): Promise<void> {
    while (!isWanted(this)) {
      await within(this.#wake.promise, "the link");
      this.#wake = Promise.withResolvers();
    }
  }
}

/** A link at one end of a connection, a peer at the other. */
class Ends implements Disposable {
  readonly ticker = new Ticker("hand");
  readonly owner = new Owner();
  readonly link: StreamLink;
  readonly peer: Peer;
  readonly #pair: SocketPair;

  constructor(pair: SocketPair) {
    this.#pair = pair;
    const parts = {
      ticker: this.ticker,
      rate: new ByteRate(null),
      share: freeShare(),
    };
    this.link = new StreamLink(pair.near, "127.0.0.1:1", parts);
    this.peer = new Peer(pair.far);
    this.link.start(this.owner);
  }

  static async open(): Promise<Ends> {
    return new Ends(await SocketPair.open());
  }

  /** The peer says something, and it arrives. */
  async say(text: string, frames = 1): Promise<void> {
    const count = this.owner.frames.length + frames;
    await this.peer.write(text);
    await this.owner.until((owner) => owner.frames.length >= count);
  }

  [Symbol.dispose](): void {
    this.link.abort();
    this.#pair[Symbol.dispose]();
  }
}

const INFO = { response: "info", content: "å" } as const;
const BIG = "x".repeat(100_000);
const BOB: Recipient = {
  identity: identityOf("bob"),
  sent: [],
  knowsOwnIds: false,
  dialect: "rooms",
};
const BATCH = new Batch([entryOf(1)]);

Deno.test("StreamLink sends lines of UTF-8 to a peer that sends lines", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  assertEquals(ends.link.form, "lines");
  ends.link.send(INFO);
  ends.link.send({ ...INFO, content: "two" });
  const [one, two] = await ends.peer.take(2);
  assertEquals([one?.content, two?.content], ["å", "two"]);
});

Deno.test("StreamLink sends ASCII without newlines, one at a time, to a bare peer", async () => {
  using ends = await Ends.open();
  await ends.say("{}");
  ends.link.send(INFO);
  ends.link.send(INFO);
  assertEquals(ends.link.form, "legacy");
  assert(ends.link.backlog > 0);
  ends.link.close();
  await ends.peer.write("\n");
  const error = await ends.peer.rest().catch((error) => error);
  // Two payloads in a row without a newline are no line.
  assert(String(error).includes('\\u00e5"}{"'), String(error));
});

Deno.test("StreamLink hands what waits for a bare peer over in lines once it sends a newline", async () => {
  using ends = await Ends.open();
  await ends.say("{}");
  for (const content of ["1", "2", "3"]) ends.link.send({ ...INFO, content });
  await ends.say("\n{}");
  ends.link.send({ ...INFO, content: "4" });
  const text = await ends.peer.nextLine() ?? "";
  assert(text.includes('"1"') && text.includes('"2"'), text);
  assertEquals((await ends.peer.next()).content, "3");
  assertEquals((await ends.peer.next()).content, "4");
});

Deno.test("StreamLink.close() lets the peer read everything, last words included", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  for (let n = 0; n < 100; n++) ends.link.send({ ...INFO, content: BIG });
  ends.link.close({ ...INFO, content: "last" });
  ends.link.send({ ...INFO, content: "too late" });
  assertEquals(ends.link.isOpen, false);
  const answers = await ends.peer.rest();
  assertEquals([answers.length, answers.at(-1)?.content], [101, "last"]);
  assertEquals(ends.owner.gones, 0);
  ends.peer.close();
  await ends.owner.until(({ gones }) => gones === 1);
  assert(ends.link.isClosed);
});

Deno.test("StreamLink.close() takes in, and ignores, what the peer says meanwhile", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  ends.link.close({ ...INFO, content: "last" });
  for (let n = 0; n < 50; n++) await ends.peer.write(`"${BIG}"\n`);
  assertEquals((await ends.peer.next()).content, "last");
  ends.peer.close();
  await ends.owner.until(({ gones }) => gones === 1);
  assertEquals(ends.owner.frames.length, 1);
});

Deno.test("StreamLink.overdue() tells of a closed peer that lingers, after a second", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  ends.link.close();
  assertEquals(await ends.peer.nextLine(), undefined);
  ends.ticker.advance(1000);
  assertEquals(ends.link.overdue(), undefined);
  ends.ticker.advance(1);
  assertEquals(ends.link.overdue(), "lingered");
});

Deno.test("StreamLink.abort() tells once, however often and whoever ends it", async () => {
  using ends = await Ends.open();
  ends.link.abort();
  ends.link.abort();
  ends.link.lost();
  ends.link.close();
  ends.link.send(INFO);
  assertEquals(ends.owner.gones, 1);
  assertEquals(await ends.peer.nextLine(), undefined);
});

Deno.test("StreamLink tells that a peer has said all, and still sends to it", async () => {
  using ends = await Ends.open();
  await ends.peer.write('{"a":1}\n{"b":');
  await ends.peer.hangUp();
  await ends.owner.until(({ hasEnded }) => hasEnded);
  const kinds = ends.owner.frames.map(({ kind }) => kind);
  assertEquals(kinds, ["value", "fault"]);
  ends.link.send(INFO);
  ends.link.close();
  assertEquals((await ends.peer.rest()).length, 1);
  await ends.owner.until(({ gones }) => gones === 1);
});

Deno.test("StreamLink does not read while it is paused", async () => {
  using ends = await Ends.open();
  await ends.say("1\n");
  ends.link.pause();
  // One read may be under way; nothing behind it is taken.
  await ends.say("2\n");
  await ends.peer.write("3\n");
  ends.link.send(INFO);
  await ends.peer.next();
  assertEquals(ends.owner.frames.length, 2);
  ends.link.resume();
  await ends.owner.until(({ frames }) => frames.length === 3);
});

Deno.test("StreamLink.overdue() tells of a value that takes too long, but not while paused", async () => {
  using ends = await Ends.open();
  await ends.say('{}\n{"a":');
  ends.ticker.advance(10_000);
  assertEquals(ends.link.overdue(), undefined);
  ends.ticker.advance(1);
  assertEquals(ends.link.overdue(), "value_timeout");
  ends.link.pause();
  ends.ticker.advance(1);
  assertEquals(ends.link.overdue(), undefined);
  ends.link.resume();
  ends.ticker.advance(10_000);
  assertEquals(ends.link.overdue(), undefined);
  ends.ticker.advance(1);
  assertEquals(ends.link.overdue(), "value_timeout");
});

Deno.test("StreamLink.overdue() tells of a peer that takes nothing for ten seconds", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  ends.ticker.advance(60_000);
  for (let n = 0; n < 200; n++) ends.link.send({ ...INFO, content: BIG });
  ends.ticker.advance(10_000);
  assertEquals(ends.link.overdue(), undefined);
  ends.ticker.advance(1);
  assertEquals(ends.link.overdue(), "slow");
});

Deno.test("StreamLink.overdue() counts from when something waits, and from when some of it was taken", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  ends.ticker.advance(20_000); // nothing waited
  for (let n = 0; n < 200; n++) ends.link.send({ ...INFO, content: BIG });
  assertEquals(ends.link.overdue(), undefined);
  ends.ticker.advance(10_000);
  const { backlog } = ends.link;
  await ends.peer.take(100);
  assert(ends.link.backlog > 0 && ends.link.backlog < backlog);
  ends.ticker.advance(10_000);
  assertEquals(ends.link.overdue(), undefined);
});

Deno.test("StreamLink.deliver() refuses when too much waits; drained() resolves when it has gone", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  assertEquals(ends.link.deliver(BATCH, BOB), true);
  let sent = 1;
  while (ends.link.backlog <= MAX_OUTBOX_BYTES) {
    ends.link.send({ ...INFO, content: BIG });
    sent++;
  }
  assertEquals([ends.link.isCongested, ends.link.deliver(BATCH, BOB)], [
    true,
    false,
  ]);
  const drained = ends.link.drained();
  await ends.peer.take(sent);
  await within(drained, "drained()");
  assertEquals([ends.link.isCongested, ends.link.deliver(BATCH, BOB)], [
    false,
    true,
  ]);
  await ends.peer.next();
});

Deno.test("StreamLink.drained() resolves when the link is closed", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  for (let n = 0; n < 200; n++) ends.link.send({ ...INFO, content: BIG });
  const drained = ends.link.drained();
  ends.link.abort();
  await within(drained, "drained()");
});

Deno.test("StreamLink.deliver() leaves out the messages that the recipient sent itself", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  const entries = [entryOf(1), entryOf(2, { author: "Bob" }), entryOf(3)];
  ends.link.deliver(new Batch(entries), { ...BOB, sent: [2] });
  const seqs = (await ends.peer.take(2)).map(({ seq }) => seq);
  assertEquals(seqs, [1, 3]);
});

Deno.test("StreamLink notices that the peer was reset", async () => {
  using ends = await Ends.open();
  await ends.say("{}\n");
  for (let n = 0; n < 20; n++) ends.link.send({ ...INFO, content: BIG });
  await ends.peer.next();
  ends.peer.close(); // with unread payloads: a reset, which may look like an end
  await ends.owner.until(({ gones, hasEnded }) => gones === 1 || hasEnded);
  ends.link.send(INFO);
  await ends.owner.until(({ gones }) => gones === 1);
});

Deno.test("StreamLink.heardAt tells when the last byte came", async () => {
  using ends = await Ends.open();
  ends.ticker.advance(700);
  await ends.say("{}\n");
  ends.ticker.advance(300);
  assertEquals(ends.link.heardAt, 700);
});

Deno.test("StreamLink reads on after its owner threw, and tells it of the bug once", async () => {
  using ends = await Ends.open();
  const bug = new TypeError("a bug");
  ends.owner.throwNext = bug;
  await ends.say("1\n");
  await ends.say("2\n");
  assertEquals(ends.owner.frames.length, 2);
  assertEquals(ends.owner.bugs, [bug]);
});
