/**
 * Waits for the answer to a login, which old servers give in many ways or not
 * at all.
 *
 * @module
 */

import type { Timeouts } from "./timeouts.ts";

/** Options for {@linkcode LegacyLoginTimer}. */
export interface LegacyLoginTimerOptions {
  readonly timeouts: Timeouts;
  /** Nothing was heard: asks for something even a silent server answers. */
  readonly onQuiet: () => void;
  /** Nothing was heard after that either: nobody is there. */
  readonly onSilent: () => void;
  /** Something was heard, and no refusal after it: an old server's answer. */
  readonly onPresumed: () => void;
}

/** One timer, from the login to its answer. */
export class LegacyLoginTimer {
  readonly #options: LegacyLoginTimerOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins to wait. */
  constructor(options: LegacyLoginTimerOptions) {
    this.#options = options;
    const { timeouts, onQuiet, onSilent } = options;
    this.#wait(timeouts.loginMs, () => {
      onQuiet();
      this.#wait(timeouts.silentMs, onSilent);
    });
  }

  /** Notes a word that may be a greeting or the answer; a moment will tell. */
  heard(): void {
    const { timeouts, onPresumed } = this.#options;
    this.#wait(timeouts.greetingMs, onPresumed);
  }

  /** Waits no more: it is decided, or over. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }
}
