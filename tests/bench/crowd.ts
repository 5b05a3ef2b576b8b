/**
 * All connections of a load generator, and the one loop that reads them.
 * Knows nothing of why messages are sent.
 *
 * @module
 */

import { Client } from "./client.ts";
import { bytesOf, type Codec, codecOf, type Entrance } from "./codec.ts";
import { receive } from "./libc.ts";
import type { LoadSpec } from "./load_spec.ts";
import { Pinger } from "./pinger.ts";
import { Poller } from "./poller.ts";
import { roomName } from "./room_name.ts";
import { eachStamp } from "./stamp.ts";

const READ_BYTES = 1024 * 1024;
/** One in so many connections has the latency of its messages measured. */
const SAMPLE = 16;
const MAX_SAMPLES = 2_000_000;
/** After so many connections, what the server said is read. */
const STORM_STEP = 50;
/** Where a storm is not the point: ngIRCd queues 10, Linux drops the others. */
const GENTLE_STEP = 8;
const GENTLE_PAUSE_MS = 20;
/** InspIRCd lets people in once a second, so many at once must be waiting. */
const MAX_WAITING = 500;
const READY_MS = 45_000;
/** They also join, after having been told that the room is not there yet. */
const READY_IN_ROOMS_MS = 150_000;
/** So long nothing arrives, then everything has. */
const QUIET_MS = 500;
const MAX_SETTLE_MS = 20_000;
/** Laggards have small buffers in the kernel, so that they lag at once. */
const LAGGARD_BYTES = 16 * 1024;

/** Everybody who is connected. */
export class Crowd {
  /** The connections. */
  readonly clients: Client[] = [];
  /** Messages that reached somebody. */
  delivered = 0;
  /** Lines that are no messages: acknowledgements. */
  others = 0;
  /** Connections the server has closed. */
  cut = 0;
  /** Connections that were let in. */
  ready = 0;
  /** Who pings: the last one. */
  readonly pinger: Pinger = new Pinger();
  readonly #spec: LoadSpec;
  readonly #codec: Codec;
  readonly #poller = new Poller();
  readonly #buffer = new Uint8Array(READ_BYTES);
  readonly #latencies = new Float64Array(MAX_SAMPLES);
  #sampled = 0;
  #isMeasuring = false;
  /** Flat out, latency is nothing but the length of queues. */
  readonly #isSampling: boolean;
  readonly #isAcknowledged: boolean;

  /** Makes a crowd that is not connected. */
  constructor(spec: LoadSpec) {
    this.#spec = spec;
    this.#codec = codecOf(spec.protocol);
    this.#isSampling = spec.pace.kind === "rate";
    this.#isAcknowledged = spec.pace.kind === "acknowledged";
  }

  /** Milliseconds from sending to arrival, or to the acknowledgement, ascending. */
  latencies(): Float64Array {
    return this.#latencies.subarray(0, this.#sampled).sort();
  }

  /** Connects everybody and waits until all are let in, or it takes too long. */
  join(): void {
    const { people, isStorm, rooms } = this.#spec;
    const maxMs = rooms > 1 ? READY_IN_ROOMS_MS : READY_MS;
    const end = performance.now() + maxMs;
    while (this.ready + this.cut < people && performance.now() < end) {
      const count = this.clients.length;
      const isFull = !isStorm && count - this.ready - this.cut >= MAX_WAITING;
      if (count === people || isFull) this.poll(100);
      else this.#connect(count);
      if (count % STORM_STEP === 0) this.poll(0);
      if (!isStorm && count % GENTLE_STEP === 0) this.#waitForLast();
    }
  }

  /** Waits a little for those who connected last. */
  #waitForLast(): void {
    const end = performance.now() + GENTLE_PAUSE_MS;
    while (this.ready + this.cut < this.clients.length) {
      if (this.poll(GENTLE_PAUSE_MS) === 0 || performance.now() > end) return;
    }
  }

  /** Waits until nothing more arrives; from then on, messages are counted. */
  settle(): void {
    const end = performance.now() + MAX_SETTLE_MS;
    let quietAt = performance.now() + QUIET_MS;
    while (performance.now() < Math.min(quietAt, end)) {
      if (this.poll(50) > 0) quietAt = performance.now() + QUIET_MS;
    }
    this.#isMeasuring = true;
  }

  /** Forgets what was counted so far. */
  reset(): void {
    this.delivered = 0;
    this.others = 0;
    this.#sampled = 0;
    this.pinger.reset();
  }

  /** Pings, if somebody does and it is time. */
  ping(now: number): void {
    const { ping } = this.#codec;
    if (!ping || !this.#spec.hasPinger || !this.pinger.isDue(now)) return;
    this.#say(this.clients.length - 1, ping);
  }

  /** Reads what arrived, and sends what waits; returns how many events. */
  poll(maxMs: number): number {
    const count = this.#poller.wait(maxMs);
    for (let index = 0; index < count; index++) {
      const place = this.#poller.tag(index);
      const client = this.clients[place];
      if (!client || client.isCut) continue;
      if (this.#poller.canWrite(index)) this.flush(place);
      if (this.#poller.canRead(index)) this.#read(client, place);
    }
    return count;
  }

  /** Sends what waits for one connection. */
  flush(place: number): void {
    const client = this.clients[place];
    if (!client?.isWaiting || client.isCut) return;
    client.flush();
    const interest = client.isWaiting ? "read and write" : "read";
    this.#poller.change(client.fd, place, interest);
  }

  /** Reads the laggards no more, or again. */
  setLagging(isLagging: boolean): void {
    const first = this.clients.length - this.#spec.laggards;
    for (const [offset, client] of this.clients.slice(first).entries()) {
      const interest = isLagging ? "nothing" : "read";
      if (!client.isCut) {
        this.#poller.change(client.fd, first + offset, interest);
      }
    }
  }

  #connect(place: number): void {
    const { port, people, laggards, textBytes } = this.#spec;
    const isLaggard = place >= people - laggards;
    const counter = this.#codec.counter(textBytes);
    const client = new Client(port, counter, isLaggard ? LAGGARD_BYTES : 0);
    this.clients.push(client);
    this.#poller.add(client.fd, place);
    this.#say(place, this.#codec.hello(nameOf(place), this.#entrance(place)));
  }

  #read(client: Client, place: number): void {
    const length = receive(client.fd, this.#buffer);
    if (length <= 0) return this.#cut(client);
    if (!this.#isMeasuring) return this.#hear(client, place, length);
    const { counter } = client;
    const { messages, others } = counter;
    counter.take(this.#buffer, length);
    this.delivered += counter.messages - messages;
    if (counter.others !== others) {
      this.#onOther(client, place, counter.others - others);
    }
    if (this.#isSampled(place)) eachStamp(this.#buffer, length, this.#sample);
  }

  #isSampled(place: number): boolean {
    const isLaggard = place >= this.clients.length - this.#spec.laggards;
    return this.#isSampling && place % SAMPLE === 0 && !isLaggard;
  }

  readonly #sample = (time: number): void => {
    if (this.#sampled === MAX_SAMPLES) return;
    this.#latencies[this.#sampled++] = performance.now() - time / 1000;
  };

  #onOther(client: Client, place: number, count: number): void {
    this.others += count;
    if (this.#isAcknowledged) this.#sampleAcks(client, count);
    if (place === this.clients.length - 1) {
      this.pinger.answered(performance.now());
    }
    if (this.#codec.pong) this.#say(place, this.#codec.pong);
  }

  /** Acknowledgements come in the order of the messages. */
  #sampleAcks(client: Client, count: number): void {
    const now = performance.now();
    const last = client.counter.others;
    for (let index = last - count; index < last; index++) {
      if (this.#sampled === MAX_SAMPLES) return;
      this.#latencies[this.#sampled++] = now - client.sentAt(index);
    }
  }

  #hear(client: Client, place: number, length: number): void {
    if (client.isReady && !this.#codec.pong) return;
    const heard = client.heard + latin1(this.#buffer.subarray(0, length));
    client.heard = heard.slice(heard.lastIndexOf("\n") + 1);
    const entrance = this.#entrance(place);
    const { isReady, say } = this.#codec.hear(heard, entrance, nameOf(place));
    if (say) this.#say(place, say);
    if (!isReady || client.isReady) return;
    client.isReady = true;
    this.ready++;
  }

  #entrance(place: number): Entrance {
    const { rooms } = this.#spec;
    if (rooms === 1) return this.#spec;
    return { ...this.#spec, room: roomName(place % rooms) };
  }

  #say(place: number, text: string): void {
    this.clients[place]?.push(bytesOf(text));
    this.flush(place);
  }

  #cut(client: Client): void {
    client.cut();
    this.cut++;
    if (client.isReady) this.ready--;
  }
}

const LATIN1 = new TextDecoder("latin1");

function latin1(bytes: Uint8Array): string {
  return LATIN1.decode(bytes);
}

function nameOf(place: number): string {
  return `u${String(place).padStart(6, "0")}`;
}
