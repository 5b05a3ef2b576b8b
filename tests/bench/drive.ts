/**
 * When a crowd's senders send: the paces of a load. Knows nothing of sockets.
 *
 * @module
 */

import { bytesOf, codecOf } from "./codec.ts";
import type { Crowd } from "./crowd.ts";
import type { LoadSpec } from "./load_spec.ts";
import { BLANK_ROOM, ROOM_DIGITS } from "./room_name.ts";
import { blankText, findStamp, writeDigits } from "./stamp.ts";

/** Messages of one sender that go out together at most. */
const GROUP = 32;
/** When so long nothing arrived, nothing more will. */
const PATIENCE_MS = 8000;
/** Longest wait for arrivals. */
const WAIT_MS = 20;
/** The same while the next message is due soon. */
const PACED_WAIT_MS = 1;
/** Where an id is written; no text has this. */
const BLANK_ID = "########";

/** Sends and reads until everything has arrived, or nothing does any more. */
export class Drive {
  /** Messages sent. */
  sent = 0;
  readonly #crowd: Crowd;
  readonly #spec: LoadSpec;
  readonly #isAcknowledged: boolean;
  readonly #idIs: "message" | "sender";
  readonly #message: Uint8Array;
  readonly #stampAt: number;
  readonly #idAt: number;
  /** Where the digits of the room are; 0 when there is only one. */
  readonly #roomAt: number;
  /** How many a message reaches. */
  readonly #readers: number;
  readonly #firstId: number;
  #next = 0;
  #startedAt = 0;
  /** When something arrived last. */
  #lastAt = 0;
  #isLagging = false;

  /**
   * Makes a drive that has not begun.
   *
   * @param firstId The ids of two drives of one crowd must not be the same.
   */
  constructor(crowd: Crowd, spec: LoadSpec, firstId = 0) {
    this.#crowd = crowd;
    this.#firstId = firstId;
    this.#spec = spec;
    const codec = codecOf(spec.protocol);
    const text = blankText(spec.textBytes);
    const withId = codec.acknowledged?.(text, BLANK_ID) ?? "";
    this.#isAcknowledged = spec.pace.kind === "acknowledged";
    const room = spec.rooms > 1 ? BLANK_ROOM : undefined;
    const message = this.#isAcknowledged ? withId : codec.message(text, room);
    this.#message = bytesOf(message);
    this.#roomAt = message.indexOf(BLANK_ROOM) + 1;
    this.#stampAt = findStamp(this.#message);
    this.#idAt = withId.lastIndexOf(BLANK_ID);
    this.#idIs = codec.idIs ?? "message";
    const inRoom = Math.floor(spec.people / spec.rooms);
    this.#readers = inRoom - (codec.isEchoed ? 0 : 1);
  }

  /** How many deliveries, or acknowledgements, there must be. */
  get expected(): number {
    return this.sent * (this.#isAcknowledged ? 1 : this.#readers);
  }

  /** How many there are. */
  get arrived(): number {
    const { others, delivered } = this.#crowd;
    return this.#isAcknowledged ? others : delivered;
  }

  /** Runs; returns how long it took until the last arrival. */
  run(): number {
    const { maxMs, maxMessages, laggards } = this.#spec;
    if (laggards > 0) this.#crowd.setLagging(true);
    this.#isLagging = laggards > 0;
    this.#lastAt = this.#startedAt = performance.now();
    const end = this.#startedAt + maxMs;
    let isSending = true;
    while (isSending || this.#isAwaiting) {
      const now = performance.now();
      isSending = now < end && this.sent < maxMessages;
      if (isSending) this.#send(now);
      if (isSending) this.#crowd.ping(now);
      this.#poll(isSending);
      if (this.#isLagging && now > this.#lagEnd) this.#endLag();
    }
    return this.#lastAt - this.#startedAt;
  }

  get #lagEnd(): number {
    return this.#startedAt + this.#spec.lagMs;
  }

  /** Whether something is missing and may still come. */
  get #isAwaiting(): boolean {
    const end = Math.max(this.#lastAt, this.#lagEnd) + PATIENCE_MS;
    return this.arrived < this.expected && performance.now() < end;
  }

  #poll(isSending: boolean): void {
    const isPaced = this.#spec.pace.kind === "rate" && isSending;
    const before = this.arrived;
    this.#crowd.poll(isPaced ? PACED_WAIT_MS : WAIT_MS);
    if (this.arrived > before) this.#lastAt = performance.now();
  }

  #endLag(): void {
    this.#crowd.setLagging(false);
    this.#isLagging = false;
  }

  #send(now: number): void {
    const { pace } = this.#spec;
    if (pace.kind === "window") this.#fillWindow(pace.inFlight);
    else if (pace.kind === "rate") this.#catchUp(now, pace.perSecond);
    else if (pace.kind === "acknowledged") this.#fillEach(pace.inFlight);
    for (let place = 0; place < this.#spec.senders; place++) {
      this.#crowd.flush(place);
    }
  }

  #fillWindow(inFlight: number): void {
    const most = this.#crowd.delivered / this.#readers + inFlight;
    while (this.sent < most && this.sent < this.#spec.maxMessages) {
      const place = this.#sendNext();
      if (this.sent % GROUP === 0) this.#crowd.flush(place);
    }
  }

  #catchUp(now: number, perSecond: number): void {
    const due = (now - this.#startedAt) * perSecond / 1000;
    const most = Math.min(due, this.#spec.maxMessages);
    while (this.sent < most) this.#crowd.flush(this.#sendNext());
  }

  #fillEach(inFlight: number): void {
    for (let place = 0; place < this.#spec.senders; place++) {
      const client = this.#crowd.clients[place];
      if (!client || client.isCut) continue;
      const most = client.counter.others + inFlight;
      while (client.sent < most && this.sent < this.#spec.maxMessages) {
        this.#sendFrom(place);
      }
    }
  }

  #sendNext(): number {
    const place = this.#next;
    this.#next = (place + 1) % this.#spec.senders;
    this.#sendFrom(place);
    return place;
  }

  #sendFrom(place: number): void {
    const client = this.#crowd.clients[place];
    writeDigits(this.#message, this.#stampAt, performance.now() * 1000);
    if (this.#isAcknowledged) {
      const id = this.#idIs === "sender" ? place : this.#firstId + this.sent;
      writeDigits(this.#message, this.#idAt, id, BLANK_ID.length);
    }
    if (this.#roomAt > 0) {
      const room = place % this.#spec.rooms;
      writeDigits(this.#message, this.#roomAt, room, ROOM_DIGITS);
    }
    this.sent++;
    if (!client || client.isCut) return;
    client.note(performance.now());
    client.push(this.#message);
  }
}
