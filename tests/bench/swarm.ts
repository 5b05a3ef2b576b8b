/**
 * Many connections that ask all at once, and one loop that waits until each has
 * heard what it waits for. Texts are latin1.
 *
 * @module
 */

import { Client } from "./client.ts";
import { bytesOf, codecOf } from "./codec.ts";
import { receive } from "./libc.ts";
import { Poller } from "./poller.ts";

const READ_BYTES = 1024 * 1024;
const MAX_MS = 120_000;
/** After so many requests what the server said is read. */
const STEP = 50;
/** Comes alone: nothing was said for a while. */
const PING = '"code":"ping"';
const LATIN1 = new TextDecoder("latin1");

/** Everybody who is connected. */
export class Swarm implements Disposable {
  readonly #clients: Client[] = [];
  readonly #poller = new Poller();
  readonly #buffer = new Uint8Array(READ_BYTES);
  readonly #waiting = new Map<number, (heard: string) => boolean>();

  /** Connects so many. */
  constructor(port: number, count: number) {
    for (let place = 0; place < count; place++) {
      const client = new Client(port, codecOf("ktn").counter(0));
      this.#clients.push(client);
      this.#poller.add(client.fd, place);
    }
  }

  /** Sends a request from one connection. */
  say(place: number, request: object): void {
    this.#clients[place]?.push(bytesOf(JSON.stringify(request) + "\n"));
    this.#flush(place);
  }

  /**
   * Sends each its request, and waits until each was told what has this in it.
   *
   * @returns how long that took, in milliseconds.
   * @throws {Error} when it takes too long.
   */
  askAll(requestOf: (place: number) => object, mark: string): number {
    const began = performance.now();
    for (const place of this.#clients.keys()) {
      this.await(place, mark);
      this.say(place, requestOf(place));
      if (place % STEP === 0) this.poll(0);
    }
    this.untilHeard();
    return performance.now() - began;
  }

  /** Sends one request and waits for what has this in it; returns all it heard. */
  ask(place: number, request: object, mark: string): string {
    let all = "";
    this.#waiting.set(place, (heard) => {
      all += heard;
      return all.includes(mark);
    });
    this.say(place, request);
    this.untilHeard();
    return all;
  }

  /** From here on it is waited for that one hears what has this in it. */
  await(place: number, mark: string, times = 1): void {
    let end = "";
    let left = times;
    this.#waiting.set(place, (heard) => {
      const parts = (end + heard).split(mark);
      left -= parts.length - 1;
      end = parts.at(-1)?.slice(1 - mark.length) ?? "";
      return left <= 0;
    });
  }

  /** Reads until everything that is waited for was heard. */
  untilHeard(): void {
    const end = performance.now() + MAX_MS;
    while (this.#waiting.size > 0) {
      if (performance.now() > end) {
        throw new Error(`${this.#waiting.size} wait in vain`);
      }
      this.poll(100);
    }
  }

  /** Reads for so long. */
  settle(ms: number): void {
    const end = performance.now() + ms;
    while (performance.now() < end) this.poll(20);
  }

  /** Reads what arrived, and sends what waits. */
  poll(maxMs: number): void {
    const count = this.#poller.wait(maxMs);
    for (let index = 0; index < count; index++) {
      const place = this.#poller.tag(index);
      if (this.#poller.canWrite(index)) this.#flush(place);
      if (this.#poller.canRead(index)) this.#read(place);
    }
  }

  /** Cuts all. */
  [Symbol.dispose](): void {
    for (const client of this.#clients) client.cut();
  }

  #flush(place: number): void {
    const client = this.#clients[place];
    if (!client?.isWaiting || client.isCut) return;
    client.flush();
    const interest = client.isWaiting ? "read and write" : "read";
    this.#poller.change(client.fd, place, interest);
  }

  #read(place: number): void {
    const client = this.#clients[place];
    if (!client || client.isCut) return;
    const length = receive(client.fd, this.#buffer);
    if (length <= 0) return client.cut();
    const heard = LATIN1.decode(this.#buffer.subarray(0, length));
    if (heard.includes(PING)) this.say(place, { request: "ping" });
    const wait = this.#waiting.get(place);
    if (wait?.(heard)) this.#waiting.delete(place);
  }
}
