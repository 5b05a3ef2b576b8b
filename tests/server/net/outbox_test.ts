import { assert, assertEquals } from "@std/assert";
import type { Writer } from "../../../server/net/byte_stream.ts";
import { Outbox, type OutboxOwner } from "../../../server/net/outbox.ts";
import { SocketPair } from "../../support/socket_pair.ts";
import { within } from "../../support/within.ts";

const UTF8 = new TextEncoder();

/** Notes what an outbox tells it. */
class Owner implements OutboxOwner {
  progress = 0;
  readonly errors: unknown[] = [];
  readonly #done = Promise.withResolvers<void>();

  constructor(readonly isDone: () => boolean = () => false) {}

  progressed(): void {
    this.progress++;
    if (this.isDone()) this.#done.resolve();
  }

  lost(error: unknown): void {
    this.errors.push(error);
    this.#done.resolve();
  }

  async done(): Promise<void> {
    await within(this.#done.promise, "the outbox");
  }
}

/** Writes a few bytes at a time, as a busy socket does. */
class SlowWriter implements Writer {
  readonly writes: Uint8Array[] = [];
  text = "";
  isWriting = false;

  constructor(readonly most: number) {}

  async write(bytes: Uint8Array): Promise<number> {
    assert(!this.isWriting, "two writes at once");
    this.isWriting = true;
    this.writes.push(bytes);
    await Promise.resolve();
    const some = bytes.subarray(0, this.most);
    this.text += new TextDecoder().decode(some);
    this.isWriting = false;
    return some.length;
  }
}

Deno.test("Outbox writes everything in order, one write at a time, though writes are partial", async () => {
  const writer = new SlowWriter(3);
  const owner = new Owner(() => outbox.bytes === 0);
  const outbox: Outbox = new Outbox(writer, owner);
  const pieces = ["one ", "two ", "three ", "x", "four, which is longer "];
  for (const piece of pieces) outbox.push(UTF8.encode(piece));
  const length = pieces.join("").length;
  assertEquals(outbox.bytes, length);
  await owner.done();
  assertEquals(writer.text, pieces.join(""));
  assertEquals(owner.progress, Math.ceil(4 / 3) + Math.ceil((length - 4) / 3));
});

Deno.test("Outbox joins small pieces that wait, and copies none that is large", async () => {
  const writer = new SlowWriter(Infinity);
  const owner = new Owner(() => outbox.bytes === 0);
  const outbox: Outbox = new Outbox(writer, owner);
  const large = new Uint8Array(200_000);
  const small = UTF8.encode("small");
  for (const piece of [small, small, small, large, small]) outbox.push(piece);
  await owner.done();
  assertEquals(writer.writes.map(({ length }) => length), [15, 200_000, 5]);
  assert(writer.writes[1] === large);
  assert(writer.writes[2] === small);
});

Deno.test("Outbox joins no more than makes one good write", async () => {
  const writer = new SlowWriter(Infinity);
  const owner = new Owner(() => outbox.bytes === 0);
  const outbox: Outbox = new Outbox(writer, owner);
  for (let n = 0; n < 10; n++) outbox.push(new Uint8Array(50_000));
  await owner.done();
  const lengths = writer.writes.map(({ length }) => length);
  assert(Math.max(...lengths) <= 128 * 1024, `${lengths}`);
  assertEquals(lengths.reduce((sum, length) => sum + length), 500_000);
});

Deno.test("Outbox writes nothing more after clear()", async () => {
  const writer = new SlowWriter(4);
  const owner = new Owner();
  const outbox = new Outbox(writer, owner);
  outbox.push(UTF8.encode("gone"));
  await Promise.resolve();
  outbox.push(UTF8.encode("never"));
  outbox.clear();
  assertEquals(outbox.bytes, 0);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  assertEquals(writer.text, "gone");
});

Deno.test("Outbox tells once that the peer is gone, and forgets what waited", async () => {
  const error = new Deno.errors.BrokenPipe();
  const owner = new Owner();
  const outbox = new Outbox({ write: () => Promise.reject(error) }, owner);
  outbox.push(UTF8.encode("a"));
  outbox.push(UTF8.encode("b"));
  await owner.done();
  assertEquals([owner.errors, outbox.bytes], [[error], 0]);
});

Deno.test("Outbox brings more than 8 MiB through a real socket whose reader is slow", async () => {
  using pair = await SocketPair.open();
  const owner = new Owner(() => outbox.bytes === 0);
  const outbox: Outbox = new Outbox(pair.near, owner);
  const large = new Uint8Array(9 * 1024 * 1024);
  const pieces: Uint8Array[] = [UTF8.encode("start")];
  for (let n = 0; n < large.length; n++) large[n] = n % 251;
  pieces.push(large);
  for (let n = 0; n < 3000; n++) pieces.push(UTF8.encode(`small ${n};`));
  for (const piece of pieces) outbox.push(piece);

  const expected = new Uint8Array(outbox.bytes);
  let at = 0;
  for (const piece of pieces) {
    expected.set(piece, at);
    at += piece.length;
  }
  const received = new Uint8Array(expected.length);
  for (let got = 0; got < received.length;) {
    const reading = pair.far.read(received.subarray(got, got + 50_000));
    got += await within(reading, "the rest") ?? NaN;
  }
  await owner.done();
  assert(received.every((byte, n) => byte === expected[n]));
});

Deno.test("Outbox.push() never blocks, whoever reads or not", async () => {
  using pair = await SocketPair.open();
  const owner = new Owner();
  const outbox = new Outbox(pair.near, owner);
  for (let n = 0; n < 64; n++) outbox.push(new Uint8Array(1024 * 1024));
  assertEquals(outbox.bytes, 64 * 1024 * 1024);
  pair.near.close();
  await owner.done();
  assertEquals([owner.errors.length, outbox.bytes], [1, 0]);
});
