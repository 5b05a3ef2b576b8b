/**
 * The incoming half of a connection: reads bytes as long as its owner wants
 * more, and hands on the frames they hold.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";
import { Framer, MAX_VALUE_BYTES } from "../../shared/framing.ts";
import type { ByteRate } from "./byte_rate.ts";
import type { ByteStream } from "./byte_stream.ts";
import { HeldFrames } from "./held_frames.ts";
import { ReadBuffer } from "./read_buffer.ts";
import type { Share } from "../scheduling/share.ts";
import type { Ticker } from "./ticker.ts";

/** What the bytes of costly JSON take: 4 ms for the longest value, with load. */
const MS_PER_BYTE = 4 / MAX_VALUE_BYTES;

/** Who gets the frames. */
export interface FrameOwner {
  /** Frames arrived. */
  receive(frames: readonly Frame[]): void;
  /** `receive()` threw, which is a bug; more is read all the same. */
  failed(error: unknown): void;
  /** The peer sends more bytes than it may, and goes on all the same. */
  flooded(): void;
}

/** Who is notified of what else happens to the stream. */
export interface StreamOwner {
  /** The peer sent its first newline outside a value. */
  startedLines(): void;
  /** The peer has sent all it will send. */
  streamEnded(): void;
  /** The connection broke. */
  lost(): void;
}

/** What goes with a connection. */
export interface LinkParts {
  /** The clock of deadlines. */
  readonly ticker: Ticker;
  /** How many bytes the peer may send. */
  readonly rate: ByteRate;
  /** The peer's share of the event loop. */
  readonly share: Share;
}

/** Reads one connection. */
export class FrameReader {
  readonly #stream: ByteStream;
  readonly #streamOwner: StreamOwner;
  readonly #ticker: Ticker;
  readonly #rate: ByteRate;
  readonly #share: Share;
  readonly #framer = new Framer();
  readonly #buffer = new ReadBuffer();
  /** Missing unless a peer without newlines filled a buffer. */
  #held: HeldFrames | undefined;
  #owner: FrameOwner | undefined;
  #isReading = false;
  #isPaused = false;
  /** Runs while the peer has sent more than its rate allows. */
  #throttle: ReturnType<typeof setTimeout> | undefined;
  #isDiscarding = false;
  #isOver = false;
  #heardAt: number;
  #valueAt: number;
  #valuesBegun = 0;

  /** Makes a reader; nothing is read before {@linkcode FrameReader.start}. */
  constructor(
    stream: ByteStream,
    streamOwner: StreamOwner,
    { ticker, rate, share }: LinkParts,
  ) {
    this.#stream = stream;
    this.#streamOwner = streamOwner;
    this.#ticker = ticker;
    this.#rate = rate;
    this.#share = share;
    this.#heardAt = this.#valueAt = ticker.now;
  }

  /** Whether the peer is not asked for more at the moment. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether nothing more comes from the peer. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** When the peer last sent a byte, or could again. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** When the value began that is not complete; missing when there is none. */
  get valueSince(): number | undefined {
    const isRead = !this.#isPaused && this.#throttle === undefined;
    return this.#framer.inValue && isRead ? this.#valueAt : undefined;
  }

  /** Begins to read. */
  start(owner: FrameOwner): void {
    this.#owner = owner;
    this.#read();
  }

  /** Stops asking the peer for more. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Asks the peer for more again. */
  resume(): void {
    if (this.#isPaused) this.#heardAt = this.#valueAt = this.#ticker.now;
    this.#isPaused = false;
    this.#goOn();
  }

  /** From here on reads, and drops what comes. */
  discard(): void {
    this.#isDiscarding = true;
    this.#held?.[Symbol.dispose]();
  }

  /** Reads no more. */
  stop(): void {
    this.#isOver = true;
    this.#held?.[Symbol.dispose]();
    clearTimeout(this.#throttle);
  }

  #goOn(): void {
    const isFree = !this.#isReading && this.#throttle === undefined;
    if (isFree && !this.#isPaused && !this.#isOver) this.#read();
  }

  #read(): void {
    this.#isReading = true;
    this.#stream.read(this.#buffer.bytes).then(this.#onRead, this.#onLost);
  }

  readonly #onRead = (count: number | null): void => {
    if (this.#isOver) return;
    if (count === null) return this.#onEnd();
    this.#heardAt = this.#ticker.now;
    this.#rate.add(count);
    const bytes = this.#framer.heldBytes + count;
    this.#share.do(() => this.#consume(count), bytes * MS_PER_BYTE);
  };

  /** The next bytes are asked for when these are done. */
  #consume(count: number): void {
    if (this.#isOver) return;
    if (!this.#isDiscarding) this.#take(count);
    this.#isReading = false;
    this.#judge();
    this.#goOn();
  }

  /** What a peer without newlines has sent is only counted when it is done. */
  #judge(): void {
    if (this.#isOver) return;
    const pauseMs = this.#rate.pauseMs();
    if (pauseMs > 0) this.#throttleFor(pauseMs);
    const isDone = !this.#isPaused && !this.#isDiscarding &&
      !this.#held?.hasFrames;
    if (isDone && this.#rate.isExceeded) this.#owner?.flooded();
  }

  /** Deadlines begin anew, for the peer was not read. */
  #throttleFor(ms: number): void {
    this.#throttle = setTimeout(() => {
      this.#throttle = undefined;
      this.#heardAt = this.#valueAt = this.#ticker.now;
      this.#goOn();
    }, ms);
  }

  readonly #onLost = (): void => this.#streamOwner.lost();

  #take(count: number): void {
    const hadLines = this.#framer.lines;
    const frames = this.#framer.push(this.#buffer.bytes.subarray(0, count));
    const isFull = this.#buffer.adapt(count);
    if (this.#framer.begun !== this.#valuesBegun) {
      this.#valuesBegun = this.#framer.begun;
      this.#valueAt = this.#ticker.now;
    }
    if (hadLines) return this.#handOn(frames);
    if (this.#framer.lines) this.#streamOwner.startedLines();
    else if (isFull && this.#hold(frames, count)) return;
    this.#handOn(this.#held?.take(frames) ?? frames);
  }

  /** A newline behind them decides how they are answered, if it is there. */
  #hold(frames: readonly Frame[], count: number): boolean {
    this.#held ??= new HeldFrames(() => this.#handOn(this.#held?.take() ?? []));
    return this.#held.add(frames, count);
  }

  #handOn(frames: readonly Frame[]): void {
    if (frames.length === 0) return;
    if (frames.some(({ kind }) => kind === "value")) this.#rate.foundValue();
    try {
      this.#owner?.receive(frames);
    } catch (error) {
      this.#owner?.failed(error);
    }
  }

  #onEnd(): void {
    this.#isReading = false;
    this.#isOver = true;
    const frames = this.#isDiscarding ? [] : this.#framer.end();
    this.#handOn(this.#held?.take(frames) ?? frames);
    this.#streamOwner.streamEnded();
  }
}
