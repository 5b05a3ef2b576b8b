/**
 * Frames of a peer that has not sent a newline yet, from a read that filled its
 * buffer: the rest of their packet, perhaps with the newline that decides how
 * they are answered, is only read next.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";
import { MAX_VALUE_BYTES } from "../../shared/framing.ts";

/**
 * What has arrived is read within one turn of the event loop; after this time
 * nothing more was there.
 */
const HELD_MS = 5;
/** Who sends more values than this without a newline has no newline coming. */
const MAX_HELD_BYTES = MAX_VALUE_BYTES;

/** Holds frames until it is known what was in their packet. */
export class HeldFrames implements Disposable {
  readonly #onDue: () => void;
  #frames: readonly Frame[] = [];
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes what is called when nothing more came. */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Whether something is held. */
  get hasFrames(): boolean {
    return this.#frames.length > 0;
  }

  /**
   * Adds what a read of so many bytes held, if it may wait for the next read.
   *
   * @returns `false`, and nothing added, when too much would wait.
   */
  add(frames: readonly Frame[], bytes: number): boolean {
    if (this.#bytes + bytes > MAX_HELD_BYTES) return false;
    if (this.#frames.length === 0) this.#frames = frames;
    else this.#frames = [...this.#frames, ...frames];
    if (this.#frames.length === 0) return true;
    this.#bytes += bytes;
    this.#timer ??= setTimeout(() => this.#onDue(), HELD_MS);
    return true;
  }

  /** Takes out what is held, and what comes behind it. */
  take(frames: readonly Frame[] = []): readonly Frame[] {
    const held = this.#frames;
    if (held.length === 0) return frames;
    this[Symbol.dispose]();
    return [...held, ...frames];
  }

  /** Forgets what is held. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#frames = [];
    this.#bytes = 0;
  }
}
