/**
 * Tells when all is here that was said while the program stood still: a
 * question that is asked afterwards is answered after all of that.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

/** Options for {@linkcode CatchUp}. */
export interface CatchUpOptions {
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
  /** Called when all is here. */
  readonly onDone: () => void;
  /**
   * Longest wait, in milliseconds: old servers answer no such question.
   *
   * @default {CATCH_UP_MS}
   */
  readonly maxMs?: number;
}

/** Longest wait for what was said meanwhile. */
export const CATCH_UP_MS = 2000;

/** Catches up, once after each standstill. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #id: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Has nothing to catch up with yet. */
  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** The program goes on. */
  begin(): void {
    const { ask, maxMs = CATCH_UP_MS } = this.#options;
    this.#stop();
    this.#id = ask({ request: "ping" });
    this.#timer = setTimeout(() => this.end(), maxMs);
  }

  /** Looks whether an event is the answer. */
  take(event: Event): void {
    if (event.kind !== "pong" || event.id === undefined) return;
    if (event.id === this.#id) this.end();
  }

  /** What was said meanwhile is here, or will not come. */
  end(): void {
    this.#stop();
    this.#options.onDone();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#id = undefined;
  }
}
