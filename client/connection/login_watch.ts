/**
 * Waits for the answer to a login, which old servers give in many ways or not
 * at all. Knows nothing of what is sent and heard.
 *
 * @module
 */

import type { Patience } from "./patience.ts";

/** Options for {@linkcode LoginWatch}. */
export interface LoginWatchOptions {
  readonly patience: Patience;
  /** Nothing was heard: asks for something even a silent server answers. */
  readonly onQuiet: () => void;
  /** Nothing was heard after that either: nobody is there. */
  readonly onSilent: () => void;
  /** Something was heard, and no refusal after it: an old server's answer. */
  readonly onPresumed: () => void;
}

/** One timer, from the login to its answer. */
export class LoginWatch {
  readonly #options: LoginWatchOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins to wait. */
  constructor(options: LoginWatchOptions) {
    this.#options = options;
    const { patience, onQuiet, onSilent } = options;
    this.#wait(patience.loginMs, () => {
      onQuiet();
      this.#wait(patience.silentMs, onSilent);
    });
  }

  /** Notes a word that may be a greeting or the answer; a moment will tell. */
  heard(): void {
    const { patience, onPresumed } = this.#options;
    this.#wait(patience.greetingMs, onPresumed);
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
