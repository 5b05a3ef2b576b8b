/**
 * Payloads for a client of 2015, one by one: such clients take what one `recv`
 * returns for one payload, so two of them must never arrive together.
 * Knows nothing of what the payloads say.
 *
 * @module
 */

/**
 * The time between two payloads. Measured with twenty real clients: six die at
 * 0 ms, none at 5 ms (protocol.md, "Lines or bare").
 */
const GAP_MS = 30;

/** Sends texts with a pause after each. */
export class Pacer implements Disposable {
  readonly #send: (text: string) => void;
  readonly #gapMs: number;
  #queue: string[] = [];
  #length = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes a pacer over what sends one payload at once. */
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
    if (this.#timer === undefined) this.#next();
  }

  /** Takes out what waits, for a peer that turned out to speak in lines. */
  drain(): readonly string[] {
    const waiting = this.#queue;
    this.#queue = [];
    this.#length = 0;
    return waiting;
  }

  /** Forgets what waits. */
  [Symbol.dispose](): void {
    this.drain();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #next(): void {
    this.#timer = undefined;
    const text = this.#queue.shift();
    if (text === undefined) return;
    this.#length -= text.length;
    this.#timer = setTimeout(() => this.#next(), this.#gapMs);
    this.#send(text);
  }
}
