/**
 * A link over a byte stream, made of parts: a reader of frames, an outbox, a
 * pacer for old clients, and the steps of its end.
 *
 * @module
 */

import type { Batch, Recipient } from "../chat/batch.ts";
import {
  encodeBare,
  encodeLine,
  type Payload,
  type WireForm,
} from "../chat/payload.ts";
import type { ByteRate } from "./byte_rate.ts";
import type { ByteStream } from "./byte_stream.ts";
import { Closing } from "./closing.ts";
import {
  FrameReader,
  type LinkParts,
  type StreamOwner,
} from "./frame_reader.ts";
import {
  MAX_OUTBOX_BYTES,
  SOFT_OUTBOX_BYTES,
  VALUE_MS,
  WRITE_MS,
} from "./limits.ts";
import type { Link, LinkOwner, Overdue } from "./link.ts";
import { Outbox, type OutboxOwner } from "./outbox.ts";
import { Pacer } from "./pacer.ts";
import type { Share } from "../scheduling/share.ts";
import type { Ticker } from "./ticker.ts";

const UTF8 = new TextEncoder();

/** One peer at the other end of a byte stream. */
export class StreamLink implements Link, OutboxOwner, StreamOwner {
  readonly #stream: ByteStream;
  readonly #ticker: Ticker;
  readonly #rate: ByteRate;
  /** The peer's share of the event loop. */
  readonly share: Share;
  readonly #reader: FrameReader;
  readonly #outbox: Outbox;
  /** Missing while the link is open. */
  #closing: Closing | undefined;
  /** The form in which the peer gets its payloads. */
  form: WireForm = "legacy";
  #pacer: Pacer | undefined;
  #owner: LinkOwner | undefined;
  #drained: PromiseWithResolvers<void> | undefined;
  #progressAt: number;

  /** Makes a link; nothing is read before {@linkcode StreamLink.start}. */
  constructor(
    stream: ByteStream,
    /** The peer's address, for the log and for admission. */
    readonly address: string,
    parts: LinkParts,
  ) {
    const { ticker, rate, share } = parts;
    this.#stream = stream;
    this.#ticker = ticker;
    this.#rate = rate;
    this.share = share;
    this.#progressAt = ticker.now;
    this.#reader = new FrameReader(stream, this, parts);
    this.#outbox = new Outbox(stream, this);
  }

  /** Whether payloads still reach the peer. */
  get isOpen(): boolean {
    return this.#closing === undefined;
  }

  /** Whether the connection is over. */
  get isClosed(): boolean {
    return this.#closing?.state === "closed";
  }

  /** Whether the peer is not asked for more at the moment. */
  get isPaused(): boolean {
    return this.#reader.isPaused;
  }

  /** How many bytes wait for the peer. */
  get backlog(): number {
    return this.#outbox.bytes + (this.#pacer?.length ?? 0);
  }

  /** Whether so much waits that {@linkcode StreamLink.drained} would wait. */
  get isCongested(): boolean {
    return this.backlog > SOFT_OUTBOX_BYTES;
  }

  /** When the peer last sent a byte, or could again, on the clock of deadlines. */
  get heardAt(): number {
    return this.#reader.heardAt;
  }

  /** Begins to read. */
  start(owner: LinkOwner): void {
    this.#owner = owner;
    this.#reader.start(owner);
  }

  /** Stops asking the peer for more. */
  pause(): void {
    this.#reader.pause();
  }

  /** Asks the peer for more again; deadlines begin anew, for it was not read. */
  resume(): void {
    this.#reader.resume();
  }

  /** The peer is a user: what it sends counts by time. */
  loggedIn(): void {
    this.#rate.loggedIn();
  }

  /** Takes the peer for a program that knows more than those of 2015. */
  allowAllFields(): void {
    if (this.form === "legacy") this.form = "bare";
  }

  /** Sends a payload; a closed link sends nothing. */
  send(payload: Payload): void {
    if (!this.isOpen) return;
    const { form } = this;
    if (form === "lines") this.#push(encodeLine(payload));
    else this.#pace(encodeBare(payload, form));
  }

  /**
   * Sends a batch.
   *
   * @returns `false`, and nothing of it sent, when too much waits already.
   */
  deliver(batch: Batch, recipient: Recipient): boolean {
    if (!this.isOpen) return true;
    if (this.backlog > MAX_OUTBOX_BYTES) return false;
    const { form } = this;
    if (form === "lines") {
      for (const piece of batch.linesFor(recipient)) this.#push(piece);
    } else {
      for (const text of batch.textsFor(recipient, form)) this.#pace(text);
    }
    return true;
  }

  /** Resolves when little enough waits, or the link is closed. */
  async drained(): Promise<void> {
    while (this.isOpen && this.isCongested) {
      await (this.#drained ??= Promise.withResolvers()).promise;
    }
  }

  /** Sends the last payload, if any, lets the peer read it, and closes. */
  close(lastPayload?: Payload): void {
    if (!this.isOpen) return;
    if (lastPayload) this.send(lastPayload);
    this.#closing = new Closing(this.#ticker.now);
    this.#reader.discard();
    this.#settleDrained();
    this.#closeWhenSent();
  }

  /** Closes at once; what waits is lost. */
  abort(): void {
    if (this.isClosed) return;
    this.#closing ??= new Closing(this.#ticker.now);
    this.#closing.end();
    this.#reader.stop();
    this.#pacer?.[Symbol.dispose]();
    this.#outbox.clear();
    this.#settleDrained();
    try {
      this.#stream.close();
    } catch {
      // Closed already, by an error the runtime saw first: BadResource.
    }
    this.#owner?.gone();
  }

  /** Returns the deadline that has passed, if one has. */
  overdue(): Overdue | undefined {
    const now = this.#ticker.now;
    if (this.#closing) {
      return this.#closing.isOverdue(now) ? "lingered" : undefined;
    }
    const isStuck = this.#outbox.bytes > 0 && now - this.#progressAt > WRITE_MS;
    if (isStuck) return "slow";
    const since = this.#reader.valueSince ?? now;
    return now - since > VALUE_MS ? "value_timeout" : undefined;
  }

  /** Something got out. */
  progressed(): void {
    this.#progressAt = this.#ticker.now;
    if (this.#outbox.bytes === 0) this.#pacer?.written();
    if (this.#closing?.state === "closing") this.#closeWhenSent();
    else if (this.#drained && !this.isCongested) this.#settleDrained();
  }

  /** The peer is gone. */
  lost(): void {
    this.abort();
  }

  /** The peer speaks in lines from here on. */
  startedLines(): void {
    this.form = "lines";
    for (const text of this.#pacer?.drain() ?? []) {
      this.#push(UTF8.encode(text + "\n"));
    }
  }

  /** The peer has sent all it will send. */
  streamEnded(): void {
    if (this.#closing?.state === "lingering") this.abort();
    else if (this.isOpen) this.#owner?.ended();
  }

  #pace(ascii: string): void {
    this.#pacer ??= new Pacer((text) => this.#push(UTF8.encode(text)));
    this.#pacer.push(ascii);
  }

  #push(bytes: Uint8Array): void {
    if (this.#outbox.bytes === 0) this.#progressAt = this.#ticker.now;
    this.#outbox.push(bytes);
  }

  /** Ends the stream, and reads on until the peer has ended its own. */
  #closeWhenSent(): void {
    if (this.backlog > 0) return;
    if (this.#reader.isOver) return this.abort();
    this.#closing?.linger(this.#ticker.now);
    this.#stream.closeWrite().catch(() => this.abort());
    this.#reader.resume();
  }

  #settleDrained(): void {
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}
