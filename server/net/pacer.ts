/**
 * Payloads for a client of 2015, one by one: such clients take what one `recv`
 * returns for one payload, so two of them must never arrive together.
 *
 * @module
 */

/**
 * The time between two payloads. Measured with twenty real clients: six die at
 * 0 ms, none at 5 ms (protocol.md, "Lines or bare").
 */
const GAP_MS = 30;

/** Sends texts with a pause after each, which begins when it is written. */
export class Pacer implements Disposable {
  readonly #send: (text: string) => void;
  readonly #gapMs: number;
  #queue: string[] = [];
  #length = 0;
  /** From the moment a text is sent until the pause after it is over. */
  #isBusy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Makes a pacer.
   *
   * @param send Sends one payload; {@linkcode Pacer.written} must follow.
   */
  constructor(send: (text: string) => void, gapMs = GAP_MS) {
    this.#send = send;
    this.#gapMs = gapMs;
  }

  /** How much waits, in characters; all are ASCII, so bytes. */
  get length(): number {
    return this.#length;
  }

  /** Adds a payload behind all others. */
  push(text: string): void {
    this.#queue.push(text);
    this.#length += text.length;
    if (!this.#isBusy) this.#next();
  }

  /** The payload that was sent is written: the pause begins. */
  written(): void {
    if (!this.#isBusy) return;
    this.#timer ??= setTimeout(() => this.#next(), this.#gapMs);
  }

  /** Takes out what waits, for a peer that turned out to speak in lines. */
  drain(): readonly string[] {
    const waiting = this.#queue;
    this.#queue = [];
    this.#length = 0;
    return waiting;
  }

  /** Forgets what waits, and sends nothing any more. */
  [Symbol.dispose](): void {
    this.drain();
    this.#isBusy = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(): void {
    this.#timer = undefined;
    const text = this.#queue.shift();
    this.#isBusy = text !== undefined;
    if (text === undefined) return;
    this.#length -= text.length;
    this.#send(text);
  }
}
