/**
 * One peer as messages: bytes come in as frames, payloads go out in the form
 * the peer understands, lines or bare. Owns the reading loop, the outbox and
 * the end of the connection. Knows nothing of what is said, and by whom.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";
import { Framer } from "../../shared/framing.ts";
import {
  LINGER_MS,
  MAX_OUTBOX_BYTES,
  SOFT_OUTBOX_BYTES,
  VALUE_MS,
  WRITE_MS,
} from "./limits.ts";
import { Outbox, type OutboxOwner, type Writer } from "./outbox.ts";
import { Pacer } from "./pacer.ts";
import {
  type Batch,
  encodeBare,
  encodeLine,
  type Payload,
  type WireForm,
} from "../chat/payload.ts";
import { ReadBuffer } from "./read_buffer.ts";
import type { Ticker } from "./ticker.ts";

/** What a link needs of a connection; a `Deno.TcpConn` is one. */
export interface Transport extends Writer {
  /** Reads some bytes; null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Ends the stream of this side. */
  closeWrite(): Promise<void>;
  /** Ends the connection. */
  close(): void;
}

/** Who listens to a link. */
export interface LinkOwner {
  /** Frames arrived; further ones follow only while the link is not paused. */
  receive(frames: readonly Frame[]): void;
  /** The peer has said all it will say; it may still be reading. */
  ended(): void;
  /** The connection is over; called once, whoever ended it. */
  gone(): void;
}

const UTF8 = new TextEncoder();
type State = "open" | "closing" | "lingering" | "closed";

/** One peer. */
export class Link implements OutboxOwner {
  /** Whether the peer said that its program knows more than those of 2015. */
  asksForMore = false;
  readonly #transport: Transport;
  readonly #ticker: Ticker;
  readonly #framer = new Framer();
  readonly #buffer = new ReadBuffer();
  readonly #outbox: Outbox;
  #pacer: Pacer | undefined;
  #owner: LinkOwner | undefined;
  #state: State = "open";
  #reading = false;
  #paused = false;
  #ended = false;
  #drained: PromiseWithResolvers<void> | undefined;
  #heardAt: number;
  #progressAt: number;
  #valueAt: number;
  #valuesBegun = 0;
  #closedAt = 0;

  /** Makes a link; nothing is read before {@linkcode Link.start}. */
  constructor(
    transport: Transport,
    /** The peer's address, for the log and for admission. */
    readonly address: string,
    ticker: Ticker,
  ) {
    this.#transport = transport;
    this.#ticker = ticker;
    this.#heardAt = this.#progressAt = this.#valueAt = ticker.now;
    this.#outbox = new Outbox(transport, this);
  }

  /** Whether the peer never sent a newline. */
  get isBare(): boolean {
    return !this.#framer.lines;
  }

  /** The form in which the peer gets its payloads. */
  get form(): WireForm {
    if (this.#framer.lines) return "lines";
    return this.asksForMore ? "bare" : "legacy";
  }

  /** Whether payloads still reach the peer. */
  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** Whether the connection is over. */
  get isClosed(): boolean {
    return this.#state === "closed";
  }

  /** Whether the peer is not asked for more at the moment. */
  get isPaused(): boolean {
    return this.#paused;
  }

  /** How many bytes wait for the peer. */
  get backlog(): number {
    return this.#outbox.bytes + (this.#pacer?.length ?? 0);
  }

  /** When the peer last sent a byte, or could again, on the clock of deadlines. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Begins to read. */
  start(owner: LinkOwner): void {
    this.#owner = owner;
    this.#read();
  }

  /** Stops asking the peer for more. */
  pause(): void {
    this.#paused = true;
  }

  /** Asks the peer for more again; it had no say meanwhile, so no deadline. */
  resume(): void {
    if (this.#paused) this.#heardAt = this.#valueAt = this.#ticker.now;
    this.#paused = false;
    if (!this.#reading && !this.#ended) this.#read();
  }

  /** Says something; a closed link says nothing. */
  send(payload: Payload): void {
    if (this.#state !== "open") return;
    const { form } = this;
    if (form === "lines") this.#push(encodeLine(payload));
    else this.#sendBare(encodeBare(payload, form));
  }

  /**
   * Shows a batch to the reader with this key.
   *
   * @returns `false`, and nothing of it sent, when too much waits already.
   */
  deliver(batch: Batch, key: string): boolean {
    if (this.#state !== "open") return true;
    if (this.backlog > MAX_OUTBOX_BYTES) return false;
    const { form } = this;
    if (form === "lines") {
      for (const piece of batch.linesFor(key)) this.#push(piece);
    } else {
      for (const text of batch.textsFor(key, form)) this.#sendBare(text);
    }
    return true;
  }

  /** Resolves when little enough waits, or the link is closed. */
  async drained(): Promise<void> {
    while (this.#state === "open" && this.backlog > SOFT_OUTBOX_BYTES) {
      await (this.#drained ??= Promise.withResolvers()).promise;
    }
  }

  /** Whether so much waits that {@linkcode Link.drained} would wait. */
  get isCongested(): boolean {
    return this.backlog > SOFT_OUTBOX_BYTES;
  }

  /** Says the last words, if any, lets the peer read them, and closes. */
  close(lastWords?: Payload): void {
    if (this.#state !== "open") return;
    if (lastWords) this.send(lastWords);
    this.#state = "closing";
    this.#closedAt = this.#ticker.now;
    this.#settleDrained();
    this.#closeWhenSent();
  }

  /** Closes at once; what waits is lost. */
  abort(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#pacer?.[Symbol.dispose]();
    this.#outbox.clear();
    this.#settleDrained();
    try {
      this.#transport.close();
    } catch {
      // Closed already, by an error the runtime saw first: BadResource.
    }
    this.#owner?.gone();
  }

  /** Something got out. */
  progressed(): void {
    this.#progressAt = this.#ticker.now;
    if (this.#state === "closing") this.#closeWhenSent();
    else if (this.#drained && !this.isCongested) this.#settleDrained();
  }

  /** The peer is gone. */
  lost(): void {
    this.abort();
  }

  /** Returns the deadline that has passed, if one has. */
  overdue(): "value_timeout" | "slow" | "lingered" | undefined {
    const now = this.#ticker.now;
    if (this.#state !== "open") {
      const limit = this.#state === "closing" ? WRITE_MS : LINGER_MS;
      return now - this.#closedAt > limit ? "lingered" : undefined;
    }
    const isStuck = this.#outbox.bytes > 0 && now - this.#progressAt > WRITE_MS;
    if (isStuck) return "slow";
    const isInValue = this.#framer.inValue && !this.#paused;
    const isLate = isInValue && now - this.#valueAt > VALUE_MS;
    return isLate ? "value_timeout" : undefined;
  }

  #sendBare(ascii: string): void {
    this.#pacer ??= new Pacer((text) => this.#push(UTF8.encode(text)));
    this.#pacer.push(ascii);
  }

  #push(bytes: Uint8Array): void {
    if (this.#outbox.bytes === 0) this.#progressAt = this.#ticker.now;
    this.#outbox.push(bytes);
  }

  #read(): void {
    this.#reading = true;
    this.#transport.read(this.#buffer.bytes).then(this.#onRead, this.#onLost);
  }

  readonly #onRead = (count: number | null): void => {
    if (this.#state === "closed") return;
    if (count === null) return this.#onEnd();
    this.#heardAt = this.#ticker.now;
    if (this.#state === "open") this.#take(count);
    this.#reading = false;
    if (!this.#paused && !this.isClosed) this.#read();
  };

  #take(count: number): void {
    const wasBare = this.isBare;
    const frames = this.#framer.push(this.#buffer.bytes.subarray(0, count));
    this.#buffer.adapt(count);
    if (this.#framer.begun !== this.#valuesBegun) {
      this.#valuesBegun = this.#framer.begun;
      this.#valueAt = this.#ticker.now;
    }
    if (wasBare && !this.isBare) this.#speakInLines();
    if (frames.length > 0) this.#owner?.receive(frames);
  }

  #speakInLines(): void {
    for (const text of this.#pacer?.drain() ?? []) {
      this.#push(UTF8.encode(text + "\n"));
    }
  }

  #onEnd(): void {
    this.#reading = false;
    this.#ended = true;
    if (this.#state === "lingering") return this.abort();
    if (this.#state !== "open") return;
    const frames = this.#framer.end();
    if (frames.length > 0) this.#owner?.receive(frames);
    this.#owner?.ended();
  }

  readonly #onLost = (): void => this.abort();

  /**
   * Ends the stream and reads on for a moment: closing with unread bytes would
   * reset the connection, and the peer would lose its last payload.
   */
  #closeWhenSent(): void {
    if (this.backlog > 0) return;
    if (this.#ended) return this.abort();
    this.#state = "lingering";
    this.#transport.closeWrite().catch(this.#onLost);
    this.resume();
  }

  #settleDrained(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}
