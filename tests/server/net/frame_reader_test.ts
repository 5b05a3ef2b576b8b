import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ByteRate } from "../../../server/net/byte_rate.ts";
import type { ByteStream } from "../../../server/net/byte_stream.ts";
import {
  type FrameOwner,
  FrameReader,
  type StreamOwner,
} from "../../../server/net/frame_reader.ts";
import { Ticker } from "../../../server/net/ticker.ts";
import type { Frame } from "../../../shared/frame.ts";
import { cutAt } from "../../support/frames.ts";
import { within } from "../../support/within.ts";
import { freeShare } from "../../support/free_share.ts";

const UTF8 = new TextEncoder();
/** The sizes of a read buffer that grows, and a first value as long as them. */
const SUMS = [256, 1280, 5376, 21_760];

/** Packets: what is in one has all arrived, the next only when it is sent. */
class Packets implements ByteStream {
  #arrived: Uint8Array = new Uint8Array(0);
  #onArrival = Promise.withResolvers<void>();

  arrive(packet: Uint8Array): void {
    this.#arrived = packet;
    this.#onArrival.resolve();
    this.#onArrival = Promise.withResolvers();
  }

  async read(buffer: Uint8Array): Promise<number> {
    while (this.#arrived.length === 0) await this.#onArrival.promise;
    const part = this.#arrived.subarray(0, buffer.length);
    this.#arrived = this.#arrived.subarray(part.length);
    buffer.set(part);
    return part.length;
  }

  write = (bytes: Uint8Array) => Promise.resolve(bytes.length);
  closeWrite = () => Promise.resolve();
  close = () => {};
}

/** Notes of each value whether its answer would be a line. */
class Notes implements FrameOwner, StreamOwner {
  readonly forms: string[] = [];
  #form = "bare";
  #wake = Promise.withResolvers<void>();
  readonly #flooded = Promise.withResolvers<void>();

  receive(frames: readonly Frame[]): void {
    this.forms.push(...frames.map(() => this.#form));
    this.#wake.resolve();
  }

  async until(count: number): Promise<void> {
    while (this.forms.length < count) {
      await within(this.#wake.promise, `value ${count}`);
      this.#wake = Promise.withResolvers();
    }
  }

  startedLines(): void {
    this.#form = "lines";
  }

  failed(error: unknown): void {
    throw error;
  }

  flooded(): void {
    this.onFlooded();
    this.#flooded.resolve();
  }

  onFlooded: () => void = () => {};

  /** Resolves when the peer has sent too much. */
  untilFlooded(): Promise<void> {
    return within(this.#flooded.promise, "flooded()");
  }

  streamEnded(): void {}
  lost(): void {}
}

/** A reader of a peer that has logged in, so that its bytes count by time. */
function readerOf(
  stream: ByteStream,
  notes: Notes,
  rate = new ByteRate(null),
  share = freeShare(),
): FrameReader {
  rate.loggedIn();
  const ticker = new Ticker("hand");
  return new FrameReader(stream, notes, { ticker, rate, share });
}

/** Sends packets, each when all values of those before it were handed on. */
async function formsOf(packets: readonly Packet[]): Promise<readonly string[]> {
  const stream = new Packets();
  const notes = new Notes();
  const reader = readerOf(stream, notes);
  reader.start(notes);
  let count = 0;
  for (const { bytes, values } of packets) {
    stream.arrive(bytes);
    count += values;
    await notes.until(count);
  }
  reader.stop();
  return notes.forms;
}

/** Bytes that arrive together, and how many values end in them. */
interface Packet {
  readonly bytes: Uint8Array;
  readonly values: number;
}

/** A value of so many bytes, a newline behind it or not. */
const valueOf = (size: number, end = "") => `"${"x".repeat(size - 2)}"${end}`;

for (const size of SUMS) {
  Deno.test(`FrameReader takes a first value of ${size} bytes for a line when its newline came with it`, async () => {
    const bytes = UTF8.encode(valueOf(size, "\n"));
    assertEquals(await formsOf([{ bytes, values: 1 }]), ["lines"]);
  });

  Deno.test(`FrameReader hands on a value of ${size} bytes though nothing comes behind it`, async () => {
    const bytes = UTF8.encode(valueOf(size));
    assertEquals(await formsOf([{ bytes, values: 1 }]), ["bare"]);
  });
}

Deno.test("FrameReader takes many values on a long first line for lines", async () => {
  const bytes = UTF8.encode(valueOf(40).repeat(200) + "\n");
  const forms = await formsOf([{ bytes, values: 200 }]);
  assertEquals(new Set(forms), new Set(["lines"]));
});

/** Sizes of values, those about the sums more often than others. */
const anySize = fc.oneof(
  fc.integer({ min: 2, max: 3000 }),
  fc.tuple(fc.constantFrom(...SUMS), fc.integer({ min: -2, max: 2 }))
    .map(([sum, off]) => sum + off),
);
const anyValue = fc.record({
  size: anySize,
  end: fc.constantFrom("", "", "", "\n"),
});

Deno.test("FrameReader answers a value in lines exactly when a newline came before it or in the packet of its end, however the stream is cut", async () => {
  const anyStream = fc.array(anyValue, { minLength: 1, maxLength: 5 });
  const anyCuts = fc.array(fc.nat(12_000), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(anyStream, anyCuts, async (values, cuts) => {
      const texts = values.map(({ size, end }) => valueOf(size, end));
      const bytes = UTF8.encode(texts.join(""));
      const inside = [...new Set(cuts.map((cut) => cut % bytes.length))]
        .filter((cut) => cut > 0);
      const { packets, forms } = expected(values, cutAt(bytes, inside));
      assertEquals(await formsOf(packets), forms);
    }),
    { numRuns: 150 },
  );
});

/** What each packet completes, and how each value is to be answered. */
function expected(
  values: readonly { readonly size: number; readonly end: string }[],
  pieces: readonly Uint8Array[],
) {
  const packets: Packet[] = [];
  const forms: string[] = [];
  let form = "bare";
  let from = 0;
  for (const bytes of pieces) {
    const to = from + bytes.length;
    const within = (at: number) => at > from && at <= to;
    let at = 0;
    let ends = 0;
    for (const { size, end } of values) {
      at += size;
      if (within(at)) ends++;
      at += end.length;
      if (end !== "" && within(at)) form = "lines";
    }
    packets.push({ bytes, values: ends });
    for (let n = 0; n < ends; n++) forms.push(form);
    from = to;
  }
  return { packets, forms };
}

/** A peer that sends the same, and again, and counts how often it was read. */
class Flood implements ByteStream {
  reads = 0;
  readonly #bytes: Uint8Array;

  constructor(text: string) {
    this.#bytes = UTF8.encode(text);
  }

  read(buffer: Uint8Array): Promise<number> {
    this.reads++;
    const part = this.#bytes.subarray(0, buffer.length);
    buffer.set(part);
    return Promise.resolve(part.length);
  }

  write = (bytes: Uint8Array) => Promise.resolve(bytes.length);
  closeWrite = () => Promise.resolve();
  close = () => {};
}

Deno.test("FrameReader reads no faster than the rate of bytes allows, and says when a peer goes on with nothing but blanks", async () => {
  // A second's worth is one byte: 256 bytes cost about 0.3 ms, then it reads on.
  const rate = new ByteRate({ burst: 1024, perSecond: 1e6 });
  const stream = new Flood("\n".repeat(256));
  const notes = new Notes();
  const reader = readerOf(stream, notes, rate);
  reader.start(notes);
  await notes.untilFlooded();
  reader.stop();
  assert(stream.reads > 60, `${stream.reads} reads`);
});

Deno.test("FrameReader never cuts a peer that asks for something, however much it sends", async () => {
  const rate = new ByteRate({ burst: 1024, perSecond: 1e6 });
  const notes = new Notes();
  const reader = readerOf(new Flood(valueOf(255, "\n")), notes, rate);
  reader.start(notes);
  await notes.until(400);
  reader.stop();
  assertEquals(rate.isExceeded, false);
});

Deno.test("FrameReader says that a peer sends too much before it has logged in", async () => {
  const rate = new ByteRate({ burst: 1e6, perSecond: 1e6 });
  const notes = new Notes();
  const stream = new Flood("\n".repeat(256));
  const ticker = new Ticker("hand");
  const reader = new FrameReader(stream, notes, {
    ticker,
    rate,
    share: freeShare(),
  });
  notes.onFlooded = () => reader.stop();
  reader.start(notes);
  await notes.untilFlooded();
  assertEquals(stream.reads, 17);
});

Deno.test("FrameReader expects the more work the more of a value is there", async () => {
  const share = freeShare();
  const expected: number[] = [];
  const notes = new Notes();
  const stream = new Flood("[" + " ".repeat(255));
  const reader = readerOf(stream, notes, undefined, share);
  const stopped = Promise.withResolvers<void>();
  share.do = (work, ms = 0) => {
    expected.push(ms);
    if (expected.length === 3) stopped.resolve();
    work();
  };
  reader.start(notes);
  await within(stopped.promise, "three reads");
  reader.stop();
  const sizes = expected.slice(0, 3).map((ms) => ms * 65_536 / 4);
  assertEquals(sizes, [256, 512, 768]);
});
