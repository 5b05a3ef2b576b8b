/**
 * Notices that the other end has fallen silent.
 *
 * @module
 */

/** Options for {@linkcode Heartbeat}. */
export interface HeartbeatOptions {
  /** After so long without a byte a ping is sent. */
  readonly quietMs: number;
  /** After so long without one after that, it counts as dead. */
  readonly deadMs: number;
  readonly onQuiet: () => void;
  readonly onDead: () => void;
}

/** A watch over one connection; heard bytes cost no timer. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heard = false;

  /** Makes a watch that sleeps until {@linkcode Heartbeat.watch}. */
  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Begins to watch; watching twice is fine. */
  watch(): void {
    if (this.#timer === undefined) this.#waitForQuiet();
  }

  /** Notes that something was heard. */
  heard(): void {
    this.#heard = true;
  }

  /** Watches no more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #waitForQuiet(): void {
    this.#heard = false;
    this.#timer = setTimeout(() => {
      if (this.#heard) return this.#waitForQuiet();
      this.#options.onQuiet();
      this.#waitForSign();
    }, this.#options.quietMs);
  }

  #waitForSign(): void {
    this.#timer = setTimeout(() => {
      if (this.#heard) this.#waitForQuiet();
      else this.#options.onDead();
    }, this.#options.deadMs);
  }
}
