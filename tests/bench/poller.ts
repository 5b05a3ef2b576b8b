/**
 * Which sockets have something to read or room to write. Knows nothing of what
 * is on them.
 *
 * @module
 */

import { epollControl, epollCreate, epollWait } from "./libc.ts";

const ADD = 1;
const CHANGE = 3;
const IN = 0x1;
const OUT = 0x4;

/** Events taken at once. */
const MOST = 1024;
/** `struct epoll_event` in words: packed on x86_64 only. */
const [WORDS, DATA_AT] = Deno.build.arch === "x86_64" ? [3, 1] : [4, 2];

/** What one socket is waited for. */
export type Interest = "read" | "read and write" | "nothing";

const BITS: Readonly<Record<Interest, number>> = {
  "read": IN,
  "read and write": IN | OUT,
  "nothing": 0,
};

/** Waits for many sockets at once; each has a tag of the caller's choice. */
export class Poller {
  readonly #epoll = epollCreate();
  readonly #events = new Int32Array(MOST * WORDS);
  readonly #event = new Int32Array(WORDS);

  /** Begins to wait for a socket. */
  add(fd: number, tag: number): void {
    this.#control(ADD, fd, tag, "read");
  }

  /** Changes what is waited for. */
  change(fd: number, tag: number, interest: Interest): void {
    this.#control(CHANGE, fd, tag, interest);
  }

  /** Waits; returns how many events there are. */
  wait(maxMs: number): number {
    return epollWait(this.#epoll, this.#events, MOST, maxMs);
  }

  /** Returns the tag of an event of the last wait. */
  tag(index: number): number {
    return this.#events[index * WORDS + DATA_AT] ?? 0;
  }

  /** Whether the event says that there is room to write. */
  canWrite(index: number): boolean {
    return ((this.#events[index * WORDS] ?? 0) & OUT) !== 0;
  }

  /** Whether the event says that there is something to read, if only the end. */
  canRead(index: number): boolean {
    return ((this.#events[index * WORDS] ?? 0) & ~OUT) !== 0;
  }

  #control(operation: number, fd: number, tag: number, interest: Interest) {
    this.#event[0] = BITS[interest];
    this.#event[DATA_AT] = tag;
    epollControl(this.#epoll, operation, fd, this.#event);
  }
}
