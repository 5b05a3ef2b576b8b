/**
 * A connection of an attacker, from an address of its own: it sends what it
 * likes, reads as it likes, and minds nothing.
 *
 * @module
 */

import { connect, type Socket } from "node:net";
import { type Address, isLoopback } from "../../../shared/address.ts";

/** What the server did to all attackers of a process. */
export interface AttackCounts {
  connected: number;
  closed: number;
  /** Bytes that came from the server. */
  read: number;
  /** Bytes that the kernel took. */
  written: number;
  /** Chunks with a refusal because of the rate. */
  refused: number;
}

/** In larger chunks nobody looks for refusals. */
const SMALL_BYTES = 4096;
const WRITES_A_TURN = 64;
const LATIN1 = new TextDecoder("latin1");

/** One connection; after its end, everything it is asked does nothing. */
export class AttackConnection implements Disposable {
  readonly #socket: Socket;
  readonly #counts: AttackCounts;
  readonly #connected = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  /** Called at the end: races with one promise for all would pile up. */
  readonly #waiting = new Set<() => void>();
  #next = Promise.withResolvers<string>();
  #writes = 0;
  #isOpen = true;

  /** Begins to connect; over loopback, from one of 200 addresses of it. */
  constructor(to: Address, place: number, counts: AttackCounts) {
    this.#counts = counts;
    const { hostname: host, port } = to;
    const from = isLoopback(host)
      ? { localAddress: `127.0.0.${2 + place % 200}` }
      : {};
    this.#socket = connect({ host, port, noDelay: true, ...from });
    this.#socket.on("connect", () => {
      counts.connected++;
      this.#connected.resolve();
    });
    this.#socket.on("data", (chunk: Uint8Array) => this.#onData(chunk));
    this.#socket.on("error", () => this.#end());
    this.#socket.on("close", () => this.#end());
  }

  /** Whether it may still be used. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves at its end. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Sends this; resolves when the kernel has it, or at the end. */
  async write(data: string | Uint8Array): Promise<void> {
    await this.#connected.promise;
    if (!this.#isOpen) return;
    await this.#untilEndOr((done) => {
      this.#socket.write(data, (error) => {
        if (!error) this.#counts.written += data.length;
        // Written at once, it would never let the clock run.
        if (++this.#writes % WRITES_A_TURN === 0) setTimeout(done, 0);
        else done();
      });
    });
  }

  /** Sends requests as lines. */
  async send(...requests: readonly object[]): Promise<void> {
    const lines = requests.map((one) => JSON.stringify(one) + "\n");
    await this.write(lines.join(""));
  }

  /** Resolves with something that came since the last time; empty at the end. */
  async next(): Promise<string> {
    const text = await this.#next.promise;
    if (this.#isOpen) this.#next = Promise.withResolvers();
    return text;
  }

  /** Reads no more. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Goes on reading. */
  goOnReading(): void {
    this.#socket.resume();
  }

  /** Says that nothing more will be sent. */
  hangUp(): void {
    this.#socket.end();
  }

  /** Resets it, which is not a close. */
  reset(): void {
    this.#end();
    this.#socket.resetAndDestroy();
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.#end();
    this.#socket.destroy();
  }

  #onData(chunk: Uint8Array): void {
    this.#counts.read += chunk.length;
    const text = LATIN1.decode(chunk.subarray(0, SMALL_BYTES));
    if (text.includes('"code":"rate"')) this.#counts.refused++;
    this.#next.resolve(text);
  }

  async #untilEndOr(start: (done: () => void) => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    start(resolve);
    await promise;
    this.#waiting.delete(resolve);
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#counts.closed++;
    this.#connected.resolve();
    this.#next.resolve("");
    for (const done of this.#waiting) done();
    this.#over.resolve();
  }
}
