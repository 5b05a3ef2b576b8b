/**
 * Counts MQTT packets: a type, a length, and so many bytes.
 * Knows nothing of what they say.
 *
 * @module
 */

import type { FrameCounter } from "./frame_counter.ts";

const PUBLISH = 3;

/** Counts the packets of one connection. */
export class MqttCounter implements FrameCounter {
  /** PUBLISH packets that ended so far. */
  messages = 0;
  /** Other packets that ended so far. */
  others = 0;
  #state: "type" | "length" | "body" = "type";
  #type = 0;
  #scale = 1;
  #length = 0;

  /** Takes the next bytes. */
  take(bytes: Uint8Array, length: number): void {
    for (let at = 0; at < length;) {
      if (this.#state === "body") at += this.#skip(length - at);
      else if (this.#state === "type") this.#begin(bytes[at++] ?? 0);
      else this.#addLength(bytes[at++] ?? 0);
    }
  }

  #begin(byte: number): void {
    this.#type = byte >> 4;
    this.#scale = 1;
    this.#length = 0;
    this.#state = "length";
  }

  #addLength(byte: number): void {
    this.#length += (byte & 0x7f) * this.#scale;
    this.#scale *= 128;
    if (byte & 0x80) return;
    this.#state = "body";
    if (this.#length === 0) this.#end();
  }

  #skip(available: number): number {
    const step = Math.min(this.#length, available);
    this.#length -= step;
    if (this.#length === 0) this.#end();
    return step;
  }

  #end(): void {
    if (this.#type === PUBLISH) this.messages++;
    else this.others++;
    this.#state = "type";
  }
}
