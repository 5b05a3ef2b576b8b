/**
 * Gathers what arrives in one turn of the event loop, so that it is committed
 * as one group.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/** Most of one group; more are committed as several, one after the other. */
export const MAX_GROUP = 512;

/** Longest a group waits for more. */
export const MAX_DELAY_MS = 2;

/**
 * A group of so many is part of a stream. In a stream it pays to gather until
 * nearly as many have arrived as the last time, or for as long as the last group
 * took: a commit and a round of writes cost nearly the same for one as for many.
 * Somebody who says something now and then never waits.
 */
const STREAM_GROUP = 8;

/**
 * What of the last group's number is worth waiting for. The rest may be what
 * people say only when they have seen the group that is being gathered: waiting
 * for all of it costs 5 % of the fan-out to 100 people, 12 % to 1,000.
 */
const ENOUGH = 0.75;

/** Options for {@linkcode GroupCommit}. */
export interface GroupCommitOptions<T> {
  /** Stores and settles a group; must not keep the array, and must not throw. */
  readonly commit: (group: readonly T[]) => void;
  /**
   * Whether a group may be delayed: nobody waits for an answer now. While it is
   * so, more is gathered, until `flush()` or until the group is old or large
   * enough.
   *
   * @default {() => false}
   */
  readonly mayDelay?: (() => boolean) | undefined;
  /**
   * Most of one group.
   *
   * @default {MAX_GROUP}
   */
  readonly maxEntries?: number;
  /**
   * Longest delay.
   *
   * @default {MAX_DELAY_MS}
   */
  readonly maxDelayMs?: number;
  /**
   * Clock in milliseconds; must not go back.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/**
 * Commits in the order of `add()`; never from inside `add()`, and never one
 * group inside another, so that nobody is shown the second group first.
 */
export class GroupCommit<T> {
  readonly #commit: (group: readonly T[]) => void;
  readonly #mayDelay: () => boolean;
  readonly #maxEntries: number;
  readonly #maxDelayMs: number;
  readonly #now: () => number;
  readonly #endTurn = () => this.#onTurnEnd();
  #waiting: T[] = [];
  #isTurnOpen = false;
  /** How many the last group had, if it was part of a stream. */
  #lastSize = 0;
  #streamUntil = 0;
  #willLook = false;
  #isCommitting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes an empty one; it has no timer until something waits. */
  constructor(
    {
      commit,
      mayDelay = () => false,
      maxEntries = MAX_GROUP,
      maxDelayMs = MAX_DELAY_MS,
      now = () => performance.now(),
    }: GroupCommitOptions<T>,
  ) {
    this.#commit = commit;
    this.#mayDelay = mayDelay;
    this.#maxEntries = maxEntries;
    this.#maxDelayMs = maxDelayMs;
    this.#now = now;
  }

  /** Takes one; it is committed at the end of the turn, or later while it may be delayed. */
  add(item: T): void {
    this.#waiting.push(item);
    this.#openTurn();
  }

  /** Commits all that waits; inside a commit, right after it. */
  flush(): void {
    if (this.#isCommitting) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#isCommitting = true;
    try {
      this.#commitInGroups(waiting);
    } finally {
      this.#isCommitting = false;
    }
    if (this.#waiting.length > 0) this.#openTurn();
  }

  /** Commits all that waits, and resolves when that is done. */
  async drain(): Promise<void> {
    this.flush();
    if (!this.#isCommitting) return;
    await undefined; // this commit ends in this turn
    this.flush();
  }

  #openTurn(): void {
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    queueMicrotask(this.#endTurn);
  }

  #onTurnEnd(): void {
    this.#isTurnOpen = false;
    if (this.#waiting.length === 0) return;
    if (this.#waiting.length >= this.#maxEntries) this.flush();
    else if (this.#mayDelay()) {
      this.#timer ??= setTimeout(() => this.flush(), this.#maxDelayMs);
    } else if (this.#isStreaming()) this.#lookAgain();
    else this.flush();
  }

  #isStreaming(): boolean {
    return this.#waiting.length < this.#lastSize * ENOUGH &&
      this.#now() < this.#streamUntil;
  }

  /** Lets the event loop turn once, to see what that brings. */
  #lookAgain(): void {
    if (this.#willLook) return;
    this.#willLook = true;
    setImmediate(() => {
      this.#willLook = false;
      this.#onTurnEnd();
    });
  }

  #commitInGroups(items: readonly T[]): void {
    const began = this.#now();
    if (items.length <= this.#maxEntries) this.#commit(items);
    else {
      for (let start = 0; start < items.length; start += this.#maxEntries) {
        this.#commit(items.slice(start, start + this.#maxEntries));
      }
    }
    const tookMs = Math.min(this.#now() - began, this.#maxDelayMs);
    this.#lastSize = items.length >= STREAM_GROUP ? items.length : 0;
    this.#streamUntil = this.#now() + tookMs;
  }
}
