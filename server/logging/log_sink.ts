/**
 * Where lines for the operator go: to standard error, without anybody waiting
 * for it. Own code, since the non-blocking sink of `@logtape/logtape` 2.4 bounds
 * records and not bytes, and writes each of them alone.
 *
 * @module
 */

import { writeAll } from "../../shared/bytes.ts";

/** Most that may wait to be written, in characters; lines above are dropped. */
export const MAX_WAITING = 512 * 1024;

/** How long the end waits for a reader, in milliseconds. */
export const MAX_FLUSH_MS = 1000;

/** Options for {@linkcode LogSink}. */
export interface LogSinkOptions {
  /**
   * Writes some of the bytes and resolves with how many; may reject.
   *
   * @default {standard error}
   */
  readonly write?: (bytes: Uint8Array) => Promise<number>;
  /** Called when there is room again, with how many lines were lost so far. */
  readonly onDropped: (total: number) => void;
}

/** A bounded queue of lines; what does not fit is dropped, counted and reported. */
export class LogSink {
  readonly #writeSome: (bytes: Uint8Array) => Promise<number>;
  readonly #onDropped: (total: number) => void;
  #lines: string[] = [];
  #waiting = 0;
  #dropped = 0;
  #reported = 0;
  #draining: Promise<void> | undefined;

  /** Makes an empty one. */
  constructor(
    { write = (bytes) => Deno.stderr.write(bytes), onDropped }: LogSinkOptions,
  ) {
    this.#writeSome = write;
    this.#onDropped = onDropped;
  }

  /** Takes lines, each with its line break; neither waits nor throws. */
  write(text: string): void {
    if (this.#waiting + text.length > MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting += text.length;
    this.#lines.push(text);
    this.#draining ??= this.#drain();
  }

  /** Resolves when everything is written, or nobody reads it for a while. */
  async flush(maxMs: number = MAX_FLUSH_MS): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, maxMs);
    await Promise.race([this.#draining, late]);
    clearTimeout(timer);
  }

  async #drain(): Promise<void> {
    while (this.#lines.length > 0) {
      const lines = this.#lines.splice(0);
      const text = lines.join("");
      const isWritten = await this.#writeAll(text);
      this.#waiting -= text.length;
      if (!isWritten) this.#dropped += lines.length;
      else if (this.#dropped > this.#reported) {
        this.#reported = this.#dropped;
        this.#onDropped(this.#dropped);
      }
    }
    this.#draining = undefined;
  }

  /** A full disk or a closed pipe must not stop the chat. */
  async #writeAll(text: string): Promise<boolean> {
    try {
      const writer = { write: this.#writeSome };
      await writeAll(writer, new TextEncoder().encode(text));
      return true;
    } catch {
      return false;
    }
  }
}
