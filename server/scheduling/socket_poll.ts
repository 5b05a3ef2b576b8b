/**
 * Tells when the runtime has looked at all sockets. Nothing else does: Deno 2.9
 * runs on tokio, which asks the system for what is ready only when its one task
 * has nothing to do, or after 61 rounds of it. Immediates, messages of a channel
 * and writes that succeed at once keep the task busy, and timers fire between
 * its rounds: with jobs of 5 ms each, others were heard after 300 ms.
 *
 * So a byte goes to a socket of this process itself, and arrives when sockets
 * are looked at. Measured with jobs of 3 and 4 ms, of which each called the next
 * one, and an echo: immediates 61 jobs late, messages of a channel all of them,
 * timers and this one two. A timer costs 1 to 2 ms, this costs 0.015 ms.
 *
 * @module
 */

import { setImmediate } from "node:timers";

const LOOPBACK = "127.0.0.1";
/** Others that connect in the moment in which this process connects to itself. */
const MAX_STRANGERS = 8;

const BYTE = new Uint8Array(1);

/** A connection of this process to itself. */
export class SocketPoll implements Disposable {
  readonly #near: Deno.TcpConn;
  readonly #far: Deno.TcpConn;
  /**
   * Longer than what is sent: after a read that filled its buffer, tokio tries
   * the next one without looking.
   */
  readonly #buffer = new Uint8Array(2);
  #callback: (() => void) | undefined;
  /** The connection is over: timers take its place. */
  #isOver = false;
  #isDisposed = false;

  private constructor(near: Deno.TcpConn, far: Deno.TcpConn) {
    this.#near = near;
    this.#far = far;
    near.setNoDelay(true);
    far.setNoDelay(true);
  }

  /** Connects; undefined where that is not possible. */
  static async open(): Promise<SocketPoll | undefined> {
    try {
      return await connectToItself((near, far) => new SocketPoll(near, far));
    } catch {
      return undefined; // no loopback, no right or no free port: timers do
    }
  }

  /** Calls back when sockets were looked at; takes the place of one that waits. */
  next(callback: () => void): void {
    if (this.#isDisposed) return;
    const isUnderWay = this.#callback !== undefined;
    this.#callback = callback;
    if (!isUnderWay) this.#send();
  }

  /** Calls nobody back any more. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#callback = undefined;
    this.#end();
  }

  #send(): void {
    if (this.#isOver) return this.#sendByTimer();
    this.#near.read(this.#buffer).then(this.#arrived, this.#lost);
    this.#far.write(BYTE).catch(this.#lost);
  }

  /** What else was ready has its turn first. */
  readonly #arrived = (count: number | null): void => {
    if (count === null) this.#lost();
    else setImmediate(() => this.#call());
  };

  readonly #lost = (): void => {
    if (this.#isOver) return;
    this.#end();
    if (this.#callback) this.#sendByTimer();
  };

  #sendByTimer(): void {
    setTimeout(() => this.#call());
  }

  #call(): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#near.close();
    this.#far.close();
  }
}

async function connectToItself<T>(
  made: (near: Deno.TcpConn, far: Deno.TcpConn) => T,
): Promise<T> {
  using listener = Deno.listen({ hostname: LOOPBACK, port: 0 });
  const near = await Deno.connect({
    hostname: LOOPBACK,
    port: listener.addr.port,
  });
  for (let strangers = 0; strangers <= MAX_STRANGERS; strangers++) {
    const far = await listener.accept();
    if (far.remoteAddr.port === near.localAddr.port) return made(near, far);
    far.close();
  }
  near.close();
  throw new Error("Cannot connect to itself: others do");
}
