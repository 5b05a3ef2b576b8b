/**
 * The terminal this program runs on, in raw mode from beginning to end.
 * Knows nothing of what is read from it and drawn on it.
 *
 * @module
 */

import type { Size } from "./screen.ts";
import { listen } from "./signals.ts";

const PASTE_BRACKETS_ON = "\x1b[?2004h";
const PASTE_BRACKETS_OFF = "\x1b[?2004l";
const FALLBACK_SIZE: Size = { columns: 80, rows: 24 };
const UTF8 = new TextEncoder();

/** Owns raw mode; the terminal is as it was however the program ends. */
export class Terminal implements Disposable {
  readonly #stopListening: () => void;
  readonly #restore = () => this.restore();
  #isRaw = true;

  /** Takes the terminal; `onResize` hears of a new size. */
  constructor(onResize: () => void) {
    Deno.stdin.setRaw(true);
    this.write(PASTE_BRACKETS_ON);
    this.#stopListening = listen("SIGWINCH", onResize);
    // Also when a bug ends the program, or a second signal.
    globalThis.addEventListener("unload", this.#restore);
  }

  /** Bytes as they are typed. */
  get input(): ReadableStream<Uint8Array> {
    return Deno.stdin.readable;
  }

  /** The size now. */
  get size(): Size {
    try {
      const { columns, rows } = Deno.consoleSize();
      return columns > 0 && rows > 0 ? { columns, rows } : FALLBACK_SIZE;
    } catch {
      return FALLBACK_SIZE; // some terminals do not tell
    }
  }

  /** Writes a text whole. */
  write(text: string): void {
    const bytes = UTF8.encode(text);
    try {
      for (let at = 0; at < bytes.length;) {
        at += Deno.stdout.writeSync(bytes.subarray(at));
      }
    } catch {
      // The terminal is gone; SIGHUP or the end of input ends the program.
    }
  }

  /** Gives the terminal back; twice is fine. */
  restore(): void {
    if (!this.#isRaw) return;
    this.#isRaw = false;
    this.write(PASTE_BRACKETS_OFF);
    try {
      Deno.stdin.setRaw(false);
    } catch {
      // The terminal is gone.
    }
  }

  /** Gives the terminal back at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.restore();
    this.#stopListening();
    globalThis.removeEventListener("unload", this.#restore);
  }
}
